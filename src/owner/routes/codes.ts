import { Hono } from 'hono';
import {
  addCode,
  addCompany,
  changeCode,
  endCode,
  findCodes,
  generateCodes,
  listCompanies,
} from '../../backend/index.ts';
import type { OwnerAction } from '../../contract/owner/actions.ts';
import {
  ChangeOwnerCode,
  EndOwnerCode,
  GeneratedOwnerCodes,
  GenerateOwnerCodes,
  NewOwnerCode,
  NewOwnerCompany,
  OwnerCode,
  OwnerCodePage,
  OwnerCodeQuery,
  OwnerCompanies,
  OwnerCompany,
} from '../../contract/owner/codes.ts';
import { ProblemError } from '../../proxy/problem-reply.ts';
import { codeRecords, knownCodeRecord } from '../codes/code-record.ts';
import { VendorCodes } from '../codes/vendor-codes.ts';
import type { OwnerEnv } from '../env.ts';
import type { Downloads } from '../exports/downloads.ts';
import type { OwnerOptions } from '../options.ts';
import { mapBackendErrors, readBody, readQuery } from '../requests.ts';
import { codeFileRoutes } from './code-files.ts';
import { journalRoutes } from './journal.ts';
import { manyCodesRoutes } from './many-codes.ts';

const pageSize = 50;

/** `/v1/owner/companies` and `/v1/owner/codes`, of the embedded backend. */
export function codeRoutes(options: OwnerOptions, downloads: Downloads): Hono<OwnerEnv> {
  const { store, now, providers, nextTurn: pause } = options;
  const routes = new Hono<OwnerEnv>();
  if (providers.promo_codes.kind !== 'embedded') return vendorRoutes(options);
  routes.get('/companies', async (context) =>
    context.json(OwnerCompanies.parse({ companies: await listCompanies(store), read_only: false })),
  );
  routes.post('/companies', async (context) => {
    const { title } = await readBody(context.req.raw, NewOwnerCompany);
    await context.get('audit')('company.add', title);
    const { id } = await mapBackendErrors(() => addCompany(store, { title, now: now() }));
    const codes = { all: 0, active: 0, inactive: 0 };
    return context.json(OwnerCompany.parse({ id, title, codes }), 201);
  });
  routes.get('/codes', async (context) => {
    const query = readQuery(context.req.raw, OwnerCodeQuery);
    const { codes, next = null } = await mapBackendErrors(() =>
      findCodes(store, { ...query, limit: query.limit ?? pageSize }),
    );
    const records = await codeRecords(store, codes, now());
    return context.json(OwnerCodePage.parse({ codes: records, next }));
  });
  routes.post('/codes', async (context) => {
    const code = await readBody(context.req.raw, NewOwnerCode);
    await context.get('audit')('code.add', `${code.company}/${code.code}`);
    const added = await mapBackendErrors(() => addCode(store, { ...code, now: now() }));
    return context.json(OwnerCode.parse(await knownCodeRecord(store, added, now())), 201);
  });
  routes.patch('/codes', async (context) => {
    const change = await readBody(context.req.raw, ChangeOwnerCode);
    await context.get('audit')(...auditOf(change));
    const changed = await mapBackendErrors(() => changeCode(store, change));
    return context.json(OwnerCode.parse(await knownCodeRecord(store, changed, now())));
  });
  routes.post('/codes/end', async (context) => {
    const named = await readBody(context.req.raw, EndOwnerCode);
    await context.get('audit')('code.end', `${named.company}/${named.code}`);
    const ended = await mapBackendErrors(() => endCode(store, { ...named, now: now() }));
    return context.json(OwnerCode.parse(await knownCodeRecord(store, ended, now())));
  });
  routes.post('/codes/generate', async (context) => {
    const wanted = await readBody(context.req.raw, GenerateOwnerCodes);
    await context.get('audit')('codes.generate', `${wanted.company}: ${wanted.count}`);
    const codes = await mapBackendErrors(() =>
      generateCodes(store, { ...wanted, now: now(), pause }),
    );
    return context.json(GeneratedOwnerCodes.parse({ codes }), 201);
  });
  routes.route('/', manyCodesRoutes(options));
  routes.route('/', codeFileRoutes(options, downloads));
  routes.route('/', journalRoutes(options));
  return routes;
}

/** The audit entry of a change: its action and its subject. */
function auditOf({
  company,
  code,
  active,
  ...terms
}: ChangeOwnerCode): readonly [OwnerAction, string] {
  const subject = `${company}/${code}`;
  const changed = Object.entries({ active, ...terms }).filter(([, value]) => value !== undefined);
  if (active !== undefined && changed.length === 1) {
    return [active ? 'code.activate' : 'code.pause', subject];
  }
  const said = changed.map(([name, value]) => `${name} ${value ?? 'none'}`);
  return ['code.change', `${subject}: ${said.join(', ')}`];
}

/** Codes that are kept elsewhere can be read here, and are changed there. */
function vendorRoutes(options: OwnerOptions): Hono<OwnerEnv> {
  const { store, promoCodes: upstream, now, nextTurn } = options;
  const { kind } = options.providers.promo_codes;
  const routes = new Hono<OwnerEnv>();
  const vendor = new VendorCodes({ store, upstream, kind, now, nextTurn });
  routes.get('/companies', async (context) =>
    context.json(OwnerCompanies.parse({ companies: await vendor.companies(), read_only: true })),
  );
  routes.get('/codes', async (context) =>
    context.json(
      OwnerCodePage.parse(await vendor.page(readQuery(context.req.raw, OwnerCodeQuery))),
    ),
  );
  for (const path of ['/companies', '/codes', '/codes/*', '/journal']) {
    routes.all(path, () => {
      throw new ProblemError('not-found', { detail: 'The codes are kept elsewhere.' });
    });
  }
  return routes;
}
