import { createHmac, createSecretKey, hash } from 'node:crypto';
import type { Digester } from '../../store/index.ts';

/** By `node:crypto`, which is synchronous: a fifth of what code in JavaScript takes, or less. */
export const nodeDigester: Digester = {
  sha256: (text) => hash('sha256', text, 'hex'),
  keyed(secret) {
    const key = createSecretKey(secret, 'utf8');
    return (text) => createHmac('sha256', key).update(text).digest('hex');
  },
};
