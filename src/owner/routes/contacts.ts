import { Hono } from 'hono';
import {
  addToken,
  contactColumns,
  type ContactRecord,
  findContacts,
  listClients,
  listContacts,
  listTokens,
  ownTokenName,
  revokeToken,
} from '../../backend/index.ts';
import {
  NewOwnerToken,
  OwnerClients,
  OwnerContactExportQuery,
  OwnerContactPage,
  OwnerContactQuery,
  OwnerTokenName,
} from '../../contract/owner/contacts.ts';
import { ProblemError } from '../../proxy/problem-reply.ts';
import type { OwnerEnv } from '../env.ts';
import type { Downloads } from '../exports/downloads.ts';
import { exportReply, fileName } from '../exports/export-reply.ts';
import type { OwnerOptions } from '../options.ts';
import {
  formatRowNumber,
  mapBackendErrors,
  parseRowNumber,
  readBody,
  readQuery,
} from '../requests.ts';

const pageSize = 50;
const opensNothing =
  'A token would open nothing: within another server, the API of promoholder is not there.';

/** `/v1/owner/contacts` and `/clients`: the embedded backend's contacts, and who may call it. */
export function contactRoutes(options: OwnerOptions, downloads: Downloads): Hono<OwnerEnv> {
  const { store, providers, csvRecord, nextTurn } = options;
  const routes = new Hono<OwnerEnv>();
  routes.use('/contacts/*', async (_, next) => {
    if (providers.contacts.kind === 'embedded') return next();
    throw new ProblemError('not-found', { detail: 'The contacts are kept at the vendor.' });
  });
  routes.get('/contacts', async (context) => {
    const { search, before, limit = pageSize } = readQuery(context.req.raw, OwnerContactQuery);
    const subject = search === undefined ? undefined : JSON.stringify(describe(search));
    await context.get('audit')('contacts.read', subject);
    const { contacts, next } = await findContacts(store, {
      search,
      before: parseRowNumber(before),
      limit,
    });
    return context.json(OwnerContactPage.parse({ contacts, next: formatRowNumber(next) }));
  });
  routes.get('/contacts/export', async (context) => {
    const query = readQuery(context.req.raw, OwnerContactExportQuery);
    const { search, format = 'csv', download } = query;
    const subject = JSON.stringify({ format, ...describe(search) });
    await context.get('audit')('contacts.export', subject);
    const all = search === undefined ? listContacts(store) : eachFound(search, options);
    const rows = download === undefined ? all : downloads.count(download, all);
    const name = fileName('contacts', search === undefined ? undefined : 'search');
    const given = { name, format, columns: contactColumns, csvRecord, nextTurn };
    return exportReply(rows, context.req.raw, given);
  });
  routes.route('/clients', clientRoutes(options));
  return routes;
}

/** A search may be a name or a phone: the audit only says that there was one. */
function describe(search: string | undefined): object {
  return search === undefined ? {} : { search: true };
}

/** @yields Every contact that a search finds, the newest first. */
async function* eachFound(
  search: string,
  { store, nextTurn }: Pick<OwnerOptions, 'store' | 'nextTurn'>,
): AsyncGenerator<ContactRecord> {
  let before: number | undefined;
  do {
    const { contacts, next } = await findContacts(store, { search, before, limit: pageSize });
    yield* contacts;
    before = next;
    // Of a million contacts, none may match.
    await nextTurn();
  } while (before !== undefined);
}

function clientRoutes({ store, providers, callable, now }: OwnerOptions): Hono<OwnerEnv> {
  const hasCodes = providers.promo_codes.kind === 'embedded';
  const hasContacts = providers.contacts.kind === 'embedded';
  const routes = new Hono<OwnerEnv>();
  routes.get('/', async (context) => {
    const tokens = hasCodes ? await listTokens(store) : [];
    return context.json(
      OwnerClients.parse({
        callable: { promoholder: callable.promoholder, promos_seru: callable.promosSeru },
        tokens: tokens.map(({ name, created_at, revoked_at }) => ({
          name,
          created_at,
          revoked_at,
          own: name === ownTokenName,
        })),
        contact_clients: hasContacts ? await listClients(store) : [],
      }),
    );
  });
  routes.use('/tokens/*', async (_, next) => {
    if (hasCodes) return next();
    throw new ProblemError('not-found', { detail: 'The promo codes, and tokens, are elsewhere.' });
  });
  routes.post('/tokens', async (context) => {
    if (!callable.promoholder) throw new ProblemError('not-found', { detail: opensNothing });
    const { name } = await readBody(context.req.raw, OwnerTokenName);
    await context.get('audit')('token.add', name);
    const added = await mapBackendErrors(() => addToken(store, { name, now: now() }));
    return context.json(NewOwnerToken.parse(added), 201);
  });
  routes.post('/tokens/revoke', async (context) => {
    const { name } = await readBody(context.req.raw, OwnerTokenName);
    await context.get('audit')('token.revoke', name);
    await mapBackendErrors(() => revokeToken(store, { name, now: now() }));
    return new Response(null, { status: 204 });
  });
  return routes;
}
