import type { Config } from '../config/load.ts';
import { DataError } from '../store/data-folder.ts';
import { readOrMakeSecret } from './secret-file.ts';
import type { Secret } from './secret.ts';

/** Why a shared store needs a shared secret, and how to make one. */
export const sharedSecret: { readonly problem: string; readonly advice: string } = {
  problem:
    'PROMO_LEAD_SECRET is not set, and servers that share a PostgreSQL derive tokens from it',
  advice: 'Set the same on each server. To make one: openssl rand -hex 32',
};

/**
 * The secret from which tokens are derived: as configured, or made once in the data folder. Two
 * servers on one database with secrets of their own would make each other's tokens invalid, so
 * there it has to be configured. Throws {@link DataError}.
 */
export function serverSecret({ secret, store, dataFolder }: Config): Secret {
  if (secret) return secret;
  if (store.kind === 'sqlite') return readOrMakeSecret(dataFolder);
  throw new DataError(`Cannot start: ${sharedSecret.problem}. ${sharedSecret.advice}`);
}
