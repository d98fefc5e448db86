import { createFieldCipher } from '../../src/node/field-cipher.ts';
import { Secret } from '../../src/node/secret.ts';
import type { FieldCipher } from '../../src/store/index.ts';

/** A cipher with a key for each name, which is always the same; the first seals. */
export function testCipher(...names: readonly string[]): FieldCipher {
  const keys = names.map((id) => ({ id, key: new Secret(testKey(id)) }));
  return createFieldCipher(keys, new Secret('the secret of a test server'));
}

/** The key of a name, in hex. */
function testKey(name: string): string {
  return Buffer.from(name.repeat(32).slice(0, 32)).toString('hex');
}
