import { createFieldCipher } from '../../../src/node/secrets/field-cipher.ts';
import { Secret } from '../../../src/node/secrets/secret.ts';
import type { FieldCipher } from '../../../src/store/index.ts';

/** A cipher with a key for each name, always the same one; the first encrypts. */
export function testCipher(...names: readonly string[]): FieldCipher {
  const keys = names.map((id) => ({ id, key: new Secret(testKey(id)) }));
  return createFieldCipher(keys, firstSecret);
}

const firstSecret: Secret = new Secret('the secret of a test server');
const secondSecret: Secret = new Secret('another secret of a test server');

/** The cipher of a server with a new secret; with `isAlone` it lacks the previous one. */
export function cipherOfNewSecret(
  name: string,
  { isAlone = false }: { readonly isAlone?: boolean } = {},
): FieldCipher {
  const keys = [{ id: name, key: new Secret(testKey(name)) }];
  return createFieldCipher(keys, secondSecret, isAlone ? undefined : firstSecret);
}

/** The key for a name, in hex. */
function testKey(name: string): string {
  return Buffer.from(name.repeat(32).slice(0, 32)).toString('hex');
}
