/** Encrypts single values of the database; the keys are kept outside of it. */
export interface FieldCipher {
  /** The key that encrypts; the others only decrypt. */
  readonly keyId: string;
  /** Whether it has the key. */
  knows(keyId: string): boolean;
  /**
   * The text, readable only with the key, and only as this value: `aad` (additional authenticated
   * data) names its table, column and row.
   */
  encrypt(text: string, aad: string): string;
  /** Throws {@link CipherError}. */
  decrypt(encrypted: string, aad: string): string;
  /** The same for the same text; without the server secret it says nothing about the text. */
  digest(text: string): string;
  /** The digest by the previous secret; undefined if there was none. */
  previousDigest?(text: string): string;
}

/**
 * Why an encrypted value cannot be read:
 *
 * - `no_key`: its key, or any key, is not configured;
 * - `damaged`: the key does not fit, or the value was changed or moved.
 */
export type CipherFailure = 'no_key' | 'damaged';

export class CipherError extends Error {
  override readonly name = 'CipherError';
  readonly failure: CipherFailure;

  constructor(failure: CipherFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

/**
 * The first character of an encrypted value, and of a digest. Both are control characters, which no
 * field of a stranger may hold (and JSON text never begins with one), so nobody can send a text
 * that we would take for an encrypted one.
 */
const encryptedMark = '\u0001';
const digestMark = '\u0002';

/** An encrypted value as the database has it. */
export function formatEncrypted(keyId: string, content: string): string {
  return `${encryptedMark}${keyId}.${content}`;
}

export function toDigest(content: string): string {
  return digestMark + content;
}

export function isEncrypted(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(encryptedMark);
}

export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(digestMark);
}

export function parseEncrypted(value: string): {
  readonly keyId: string;
  readonly content: string;
} {
  const dot = value.indexOf('.');
  return { keyId: value.slice(1, dot), content: value.slice(dot + 1) };
}
