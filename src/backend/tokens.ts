import { isPrintable, normaliseText } from '../contract/text.ts';
import { toIso } from '../contract/to-iso.ts';
import { sha256, type Store } from '../store/index.ts';
import { BackendError } from './backend-error.ts';
import { randomText } from './codes/random-text.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** 40 of 62 characters: 238 bits. */
const tokenLength = 40;

/** The name of the proxy's own token, without which no page could check a promo code. */
export const ownTokenName = 'promo-lead';
const nameLengthMax = 255;

/** A promoholder token of the embedded backend; the token itself is not stored. */
export interface TokenRecord {
  readonly name: string;
  /** ISO 8601. */
  readonly created_at: string;
  readonly revoked_at: string | null;
}

export interface NewToken {
  readonly name: string;
  /** Random if left out. */
  readonly token?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Adds a token, which only the reply contains.
 *
 * @throws {BackendError} `duplicate` for a name or a token that was used before, revoked or not.
 */
export async function addToken(
  store: Store,
  { name: rawName, token = randomText(tokenLength, alphabet), now }: NewToken,
): Promise<{ readonly name: string; readonly token: string }> {
  const name = normaliseText(rawName);
  if (name === '' || name.length > nameLengthMax || !isPrintable(name)) {
    throw new BackendError('invalid', 'Cannot add token: its name is empty, long or unprintable');
  }
  if (token === '') throw new BackendError('invalid', 'Cannot add token: it is empty');
  const { numInsertedOrUpdatedRows } = await store
    .insertInto('api_tokens')
    .values({ name, token_hash: sha256(token), created_at: now, revoked_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) {
    throw new BackendError('duplicate', `Cannot add token: "${name}" exists`);
  }
  return { name, token };
}

/**
 * Registers a token that its holder derives at each start, under a name of its own. An earlier
 * token of that name, from another server secret, is no longer valid.
 */
export async function registerToken(
  store: Store,
  { name, token, now }: NewToken & { readonly token: string },
): Promise<void> {
  const token_hash = sha256(token);
  await store
    .insertInto('api_tokens')
    .values({ name, token_hash, created_at: now, revoked_at: null })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ token_hash, revoked_at: null }))
    .execute();
}

export async function listTokens(store: Store): Promise<readonly TokenRecord[]> {
  const rows = await store.selectFrom('api_tokens').selectAll().orderBy('created_at').execute();
  return rows.map(({ name, created_at, revoked_at }) => ({
    name,
    created_at: toIso(created_at),
    revoked_at: toIso(revoked_at),
  }));
}

/**
 * Revokes a token for good.
 *
 * @throws {BackendError} `unknown` if no valid one has the name, `invalid` for the server's own.
 */
export async function revokeToken(
  store: Store,
  { name, now }: { readonly name: string; readonly now: number },
): Promise<void> {
  if (name === ownTokenName) {
    throw new BackendError('invalid', `Cannot revoke token: "${name}" is the server's own`);
  }
  const { numUpdatedRows } = await store
    .updateTable('api_tokens')
    .set({ revoked_at: now })
    .where('name', '=', name)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) {
    throw new BackendError('unknown', `Cannot revoke token: no valid one is named "${name}"`);
  }
}

/** A client that asked for a token for contacts, and so has the secret key. */
export interface ClientRecord {
  readonly name: string;
  /** ISO 8601. */
  readonly created_at: string;
}

export async function listClients(store: Store): Promise<readonly ClientRecord[]> {
  const rows = await store
    .selectFrom('clients')
    .select(['name', 'created_at'])
    .orderBy('created_at')
    .orderBy('name')
    .execute();
  return rows.map(({ name, created_at }) => ({
    name,
    created_at: toIso(created_at),
  }));
}

/** Whether a token may call the promo-code API. Only its hash is looked up. */
export async function isTokenValid(store: Store, token: string): Promise<boolean> {
  const row = await store
    .selectFrom('api_tokens')
    .select('name')
    .where('token_hash', '=', sha256(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
