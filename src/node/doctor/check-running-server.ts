import type { Parts } from '../assembly/parts.ts';
import { checkConfig } from './check-config.ts';
import { checkFolder, checkSecret, describeSqlite } from './check-data.ts';
import { checkEncryption } from './check-encryption.ts';
import { checkOpenPostgres } from './check-postgres.ts';
import { checkProducts } from './check-products.ts';
import { checkVendors } from './check-upstreams.ts';
import { checkNeedsAttention, checkUnsent } from './check-waiting.ts';
import type { Check } from './check.ts';

/**
 * The doctor's checks for a server that runs, on its own store and connections. A SQLite file is
 * not read through, because no request would be answered in the meantime.
 */
export async function checkRunningServer(
  { config, store, upstreams, now }: Parts,
  isMounted: boolean,
): Promise<readonly Check[]> {
  const { store: location, dataFolder } = config;
  const checks: Check[] = [...checkConfig(config, isMounted), ...checkProducts(config)];
  if (location.kind === 'sqlite') {
    checks.push(...checkFolder(dataFolder, location.file), checkSecret(config));
    checks.push(...describeSqlite(location.file, 'open'));
  } else checks.push(checkSecret(config), ...(await checkOpenPostgres(location, store, now)));
  for await (const check of checkVendors(config, upstreams, true)) checks.push(check);
  checks.push(...(await checkEncryption(config, store)));
  checks.push(...(await checkNeedsAttention(store, config)), await checkUnsent(store, config));
  return checks;
}
