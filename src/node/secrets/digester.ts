import { createHmac, createSecretKey, hash } from 'node:crypto';
import type { Digester } from '../../store/index.ts';

/** With `node:crypto`, which is synchronous and takes at most a fifth of what JavaScript does. */
export const nodeDigester: Digester = {
  sha256: (text) => hash('sha256', text, 'hex'),
  keyed(secret) {
    const key = createSecretKey(secret, 'utf8');
    return (text) => createHmac('sha256', key).update(text).digest('hex');
  },
};
