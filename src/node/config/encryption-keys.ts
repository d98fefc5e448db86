import type * as z from 'zod/mini';
import type { EncryptionKey } from '../secrets/field-cipher.ts';
import { Secret } from '../secrets/secret.ts';
import { list, reads, Refusal, textSchema } from './values.ts';

const rule =
  'must be NAME:KEY, a name of letters and digits and a key of 64 hexadecimal digits. ' +
  'To make a key: openssl rand -hex 32';

const encryptionKey = reads(textSchema(rule), (value): EncryptionKey | Refusal => {
  const [, id, key] = /^([A-Za-z0-9_-]{1,32}):([0-9a-fA-F]{64})$/.exec(value) ?? [];
  return id === undefined || key === undefined ? new Refusal(rule) : { id, key: new Secret(key) };
});

/** The keys of the store. No part of one is ever shown, not even of one that cannot be used. */
export const encryptionKeys: z.ZodMiniType<readonly EncryptionKey[]> = reads(
  list(encryptionKey),
  (keys) => {
    const names = new Set(keys.map(({ id }) => id));
    return names.size < keys.length ? new Refusal('must not name two keys alike.') : keys;
  },
);
