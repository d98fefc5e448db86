import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { type Store, StoreError } from '../../store/index.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Config } from '../config/load.ts';
import { cipherOf } from '../secrets/encryption.ts';
import { secretFile } from '../secrets/secret-file.ts';
import { Secret } from '../secrets/secret.ts';
import { serverSecret } from '../secrets/server-secret.ts';
import { openEmptySqlite } from '../store/open-sqlite.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';
import { messageOf } from '../system-error.ts';
import { createUpstreams, type Upstreams } from '../upstreams/upstreams.ts';
import { checkConfig } from './check-config.ts';
import { checkFolder, checkSecret, checkSqlite } from './check-data.ts';
import { checkEncryption } from './check-encryption.ts';
import { checkLastUpstreams } from './check-last-upstreams.ts';
import { checkPostgres } from './check-postgres.ts';
import { checkProducts } from './check-products.ts';
import { checkVendors } from './check-upstreams.ts';
import { checkNeedsAttention, checkUnsent } from './check-waiting.ts';
import { type Check, fail, warning } from './check.ts';

/**
 * Checks everything that a start needs. Redeems no code and makes no contact; if there is no store
 * yet, none is made.
 *
 * @yields {Check} As soon as it is made.
 */
export async function* runDoctor(load: () => Config): AsyncGenerator<Check> {
  let config: Config;
  try {
    config = load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    yield* problemsOf(error);
    return;
  }
  yield* checkConfig(config);
  yield* checkProducts(config);
  const { store: location, dataFolder } = config;
  if (location.kind === 'sqlite') yield* checkFolder(dataFolder, location.file);
  const secret = checkSecret(config);
  yield secret;
  const { checks, exists, isUsable } =
    location.kind === 'sqlite' ? checkSqlite(location.file) : await checkPostgres(location);
  yield* checks;
  if (!isUsable || secret.status === 'fail') return;
  try {
    yield* checkRunning(config, exists);
  } catch (error) {
    // It can be read, as was seen above, but it takes no write, or has gone away since.
    if (!(error instanceof StoreError)) throw error;
    yield fail('store', error.message, 'Without it no lead can be stored.');
  }
}

function* problemsOf({ problems }: ConfigError): Generator<Check> {
  for (const { source, text } of problems) {
    yield fail('configuration', `${source}: ${text}`, 'Correct it, and run the doctor again.');
  }
}

/** @yields {Check} What needs a store: the upstreams, and the leads that wait for a person. */
async function* checkRunning(config: Config, hasStore: boolean): AsyncGenerator<Check> {
  let opened: OpenStore;
  try {
    opened = hasStore
      ? await openStore(config.store, { cipher: cipherOf(config) })
      : await openEmptySqlite();
  } catch (error) {
    yield fail('store', messageOf(error), 'Fix it before the next start.');
    return;
  }
  const { store, close } = opened;
  const hasSecret = fs.existsSync(secretFile(config.dataFolder));
  const secret = config.secret ?? (hasSecret ? serverSecret(config) : ephemeralSecret());
  let upstreams: Upstreams;
  try {
    upstreams = await createUpstreams(config, { store, secret, now: Date.now });
  } catch (error) {
    await close();
    if (!(error instanceof ConfigError)) throw error;
    yield* problemsOf(error);
    return;
  }
  try {
    if (hasStore && !config.secret && !hasSecret) yield* await checkLostSecret(store);
    // First, because the checks of the vendors may be about the wrong ones.
    if (hasStore) yield* checkLastUpstreams(config, store);
    yield* checkVendors(config, upstreams, hasStore);
    if (hasStore) yield* await checkEncryption(config, store);
    yield* await checkNeedsAttention(store, config);
    yield await checkUnsent(store, config);
  } finally {
    await upstreams.close();
    await close();
  }
}

/**
 * A store with leads had a secret: with a new one, no lead that is sent again would be recognised.
 */
async function checkLostSecret(store: Store): Promise<readonly Check[]> {
  const lead = await store.selectFrom('leads').select('ref').limit(1).executeTakeFirst();
  const advice = 'Put the file secret back that belongs to this store, before the next start.';
  return lead ? [warning('server secret', 'this store has leads, but no secret', advice)] : [];
}

function ephemeralSecret(): Secret {
  return new Secret(randomBytes(32).toString('base64url'));
}
