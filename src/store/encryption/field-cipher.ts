/** Encrypts single values of the database; the keys are outside of it. */
export interface FieldCipher {
  /** The key that seals; the others only open. */
  readonly keyId: string;
  /** Whether it has the key. */
  knows(keyId: string): boolean;
  /** The text, readable only by who has the key, and only at this place (table, column, row). */
  seal(text: string, place: string): string;
  /** Throws {@link CipherError}. */
  open(sealed: string, place: string): string;
  /** The same for the same text, and worth nothing to who has not the server secret. */
  digest(text: string): string;
  /** As it was by the secret before; undefined where there was none. */
  digestBefore?(text: string): string;
}

/**
 * Why a value that is encrypted cannot be read:
 *
 * - `no_key`: its key is not configured, or none is;
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
 * The first character of what is sealed, and of a digest. Both are control characters, which no
 * field of a stranger may hold (and JSON text never begins with one): nobody can hand in a text
 * that we would take for a sealed one.
 */
const sealedMark = '\u0001';
const digestMark = '\u0002';

/** A sealed value as the database has it. */
export function toSealed(keyId: string, content: string): string {
  return `${sealedMark}${keyId}.${content}`;
}

export function toDigest(content: string): string {
  return digestMark + content;
}

export function isSealed(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(sealedMark);
}

export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(digestMark);
}

/** The parts of a sealed value. */
export function partsOf(sealed: string): { readonly keyId: string; readonly content: string } {
  const dot = sealed.indexOf('.');
  return { keyId: sealed.slice(1, dot), content: sealed.slice(dot + 1) };
}
