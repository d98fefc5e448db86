import { hasClearLeads, keysInUse, needsPreviousSecret, type Store } from '../../store/index.ts';
import type { Config } from '../config/load.ts';
import { secretFile } from '../secrets/secret-file.ts';
import { type Check, fail, ok, warning } from './check.ts';

/** Whether everything is encrypted with the current key; nothing if none is set. */
export async function checkEncryption(config: Config, store: Store): Promise<readonly Check[]> {
  const [current] = config.encryptionKeys;
  const check = 'encryption';
  const configured = new Set(config.encryptionKeys.map(({ id }) => id));
  const inUse = await keysInUse(store);
  const missing = inUse
    .filter((id) => !configured.has(id))
    .map((id) => fail(check, `leads are encrypted with key "${id}", which is not set`, putBack));
  if (!current) return missing;
  const checks = [ok(check, `personal data is encrypted with key "${current.id}"`), ...missing];
  const advice = 'Run: promo-lead store encrypt';
  if (await hasClearLeads(store)) {
    checks.push(warning(check, 'leads from before are not encrypted', advice));
  }
  const others = inUse.filter((id) => id !== current.id && configured.has(id));
  for (const id of others) checks.push(warning(check, `key "${id}" is still in use`, advice));
  if (await needsPreviousSecret(store)) {
    checks.push(warning(check, 'phones may still be looked up by the previous secret', advice));
  }
  if (config.secret === undefined) {
    const where = secretFile(config.dataFolder);
    const detail = `${where} lies beside the store: whoever copies the folder can try all phones`;
    const another = 'Set PROMO_LEAD_SECRET to what is in the file, and delete the file.';
    checks.push(warning(check, detail, another));
  }
  return checks;
}

const putBack = 'Put it back into PROMO_LEAD_ENCRYPTION_KEYS: without it nobody reads those leads.';
