import type { FetchHandler } from '../contract/fetch-handler.ts';
import { isPhone, normalisePhone } from '../contract/phone.ts';
import type { Product } from '../contract/product.ts';
import { isPrintable, lengthOf, normaliseText } from '../contract/text.ts';
import {
  type ClientTable,
  constantTimeEqual,
  type ContactTable,
  hmac,
  sha256,
  type Store,
  transactTogether,
} from '../store/index.ts';
import {
  type ContactReply,
  fieldLengthMax,
  type promosSeruPaths,
  statusTexts,
  type TokenReply,
} from '../upstream/promos-seru/api.ts';
import { bodyParameters, type Parameters } from './parameters.ts';
import { jsonReply } from './replies.ts';

export interface PromosSeruCallsOptions {
  readonly store: Store;
  /** The server's own secret, from which tokens are derived. */
  readonly secret: string;
  /** What a client has to send to get a token: "must be exactly 768". */
  readonly secretKey: string;
  readonly products: readonly Product[];
  readonly now: () => number;
}

type PromosSeruCalls = Readonly<Record<keyof typeof promosSeruPaths, FetchHandler>>;

/** promos-seru's two calls, both POST. */
export function promosSeruCalls(options: PromosSeruCallsOptions): PromosSeruCalls {
  const { store, secret, secretKey, products, now } = options;
  const slugs = new Map(
    products.flatMap(({ slug, aliases = [] }) => [slug, ...aliases].map((name) => [name, slug])),
  );

  async function issueToken(parameters: Parameters): Promise<TokenReply> {
    const name = readText(parameters, 'name');
    const given = parameters.get('secret_key') ?? '';
    // The document has one error for this call, so a bad name gets the same one as a wrong key.
    if (!constantTimeEqual(given, secretKey) || name === undefined) {
      return { status: statusTexts.secretKeyInvalid };
    }
    const token = hmac(secret, `promos-seru token of ${name}`).slice(0, tokenLength);
    const token_hash = sha256(token);
    await saveClient(store, { name, token_hash, created_at: now() });
    return { status: statusTexts.ok, token };
  }

  /** The checks are in the order of the document. */
  async function makeContact(parameters: Parameters): Promise<ContactReply> {
    const token = parameters.get('token');
    if (!token) return { status: statusTexts.tokenMissing };
    const client = await clientOf(store, token);
    if (client === undefined) return { status: statusTexts.tokenMismatch };

    const first_name = readText(parameters, 'first_name');
    const last_name = readText(parameters, 'last_name');
    const click_id = readText(parameters, 'click_id');
    const product = readText(parameters, 'product');
    const phone = parameters.get('phone');
    if (!first_name || !last_name || !click_id || !product || !phone?.trim()) {
      return { status: statusTexts.fieldsMissing };
    }
    const slug = slugs.get(product);
    if (slug === undefined) return { status: statusTexts.productInvalid };
    const phone_digits = normalisePhone(phone);
    // "double phone" comes first in the document, but no stored phone has a wrong format.
    if (lengthOf(phone) > fieldLengthMax || !isPhone(phone_digits)) {
      return { status: statusTexts.phoneInvalid };
    }
    const id = await insertContact(store, {
      first_name,
      last_name,
      phone: normaliseText(phone),
      phone_digits,
      click_id,
      product: slug,
      client,
      created_at: now(),
    });
    if (id === undefined) return { status: statusTexts.phoneDouble };
    return { status: `contact: ${id} created`, id: `${id}` };
  }

  return {
    token: (request) => answer(request, issueToken),
    contact: (request) => answer(request, makeContact),
  };
}

async function answer(
  request: Request,
  call: (parameters: Parameters) => Promise<TokenReply | ContactReply>,
): Promise<Response> {
  const parameters = await bodyParameters(request);
  if (parameters === undefined) return jsonReply({ status: 'request too large' }, 413);
  return jsonReply(await call(parameters));
}

/** 160 bits in hex. */
const tokenLength = 40;

/** A required text of at most 255 characters; a longer one is refused, not truncated. */
function readText(parameters: Parameters, name: string): string | undefined {
  const text = normaliseText(parameters.get(name) ?? '');
  const fits = text !== '' && lengthOf(text) <= fieldLengthMax && isPrintable(text);
  return fits ? text : undefined;
}

/**
 * Two calls with one name at once have the same hash, and both columns are unique. `on conflict`
 * with a column checks only that one, and PostgreSQL would fail the second call for the other.
 */
async function saveClient(store: Store, client: ClientTable): Promise<void> {
  const { name, token_hash } = client;
  const { numInsertedOrUpdatedRows } = await store
    .insertInto('clients')
    .values(client)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 0n) return;
  await store
    .updateTable('clients')
    .set({ token_hash })
    .where('name', '=', name)
    // Another hash comes from another server secret: the old token is no longer valid.
    .where('token_hash', '!=', token_hash)
    .execute();
}

async function clientOf(store: Store, token: string): Promise<string | undefined> {
  const client = await store
    .selectFrom('clients')
    .select('name')
    .where('token_hash', '=', sha256(token))
    .executeTakeFirst();
  return client?.name;
}

/** Stores a contact. Resolves to its id, or to undefined if its phone is stored already. */
async function insertContact(
  store: Store,
  contact: Omit<ContactTable, 'id'>,
): Promise<number | undefined> {
  return transactTogether(store, async (transaction) => {
    const double = await transaction
      .selectFrom('contacts')
      .select('id')
      .where('phone_digits', '=', contact.phone_digits)
      .executeTakeFirst();
    // The unique index decides. But an insert that meets the conflict uses an id up, and ids should
    // grow by one, so look first; of two calls at once PostgreSQL may still skip an id.
    if (double !== undefined) return undefined;
    const stored = await transaction
      .insertInto('contacts')
      .values(contact)
      .onConflict((conflict) => conflict.column('phone_digits').doNothing())
      .returning('id')
      .executeTakeFirst();
    return stored?.id;
  });
}
