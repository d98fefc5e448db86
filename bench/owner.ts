/**
 * `owner.ts [--leads COUNT] [--days DAYS] [--postgres]`: how long the owner's pages take with many
 * leads, how much CPU each call uses (ours and the database's), and how long it keeps everybody
 * else waiting. The store is the one that `PROMO_LEAD_STORE` names, with `--postgres` a new
 * PostgreSQL in a temporary folder; if it has no leads, this many are made, evenly over the past
 * days.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { addCompany } from '../src/backend/index.ts';
import { readCodes } from '../src/node/codes/codes-csv.ts';
import { csvRecord } from '../src/node/codes/csv.ts';
import { loadConfig } from '../src/node/index.ts';
import { Secret } from '../src/node/secrets/secret.ts';
import { openStore } from '../src/node/store/open-store.ts';
import { createUpstreams } from '../src/node/upstreams/upstreams.ts';
import { createOwner } from '../src/owner/index.ts';
import type { LeadState, Store } from '../src/store/index.ts';
import { startApart } from '../test/support/postgres/postgres.ts';
import { median } from './report.ts';
import { treeCpuMs } from './server/system.ts';

const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '1000000' },
    days: { type: 'string', default: '90' },
    postgres: { type: 'boolean', default: false },
  },
});
const count = Number(values.leads);
const spanMs = Number(values.days) * 24 * 60 * 60_000;
const batchSize = 500;
const codeCount = 10_000;
const hourMs = 60 * 60_000;
const products = ['blackmask', 'garcinia-cambogia', 'hallupro'] as const;
const sources = ['google', 'facebook', 'tiktok', 'direct'] as const;
const runs = 5;

const server = values.postgres ? await startApart() : undefined;
const config = loadConfig({ env: server ? { PROMO_LEAD_STORE: server.url } : process.env });
const { store, close } = await openStore(config.store);
const known = await store.selectFrom('leads').select('ref').limit(1).executeTakeFirst();
if (!known) await seed(store);
const { promoCodes } = await createUpstreams(config, {
  store,
  secret: new Secret('a secret of nobody'),
  now: Date.now,
});
const provider = { kind: 'embedded', name: 'embedded backend' } as const;
const providers = { promo_codes: provider, contacts: provider };
const owner = createOwner({
  store,
  promoCodes,
  token: 'the-token-of-a-bench',
  trustedProxies: [],
  providers,
  callable: { promoholder: true, promosSeru: true },
  setup: () => ({ origins: [], products: [], company: null, widget: null }),
  runChecks: async () => [],
  csvRecord,
  readCodes,
  nextTurn: () => setImmediate(),
  onDue: () => {},
  now: Date.now,
  log: { info: () => {}, warn: () => {}, error: console.error },
});

const oldest = `before=${Date.now() - spanMs / 2}-x`;
for (const path of [
  '/overview?by=day',
  '/overview?by=hour',
  '/leads',
  `/leads?${oldest}`,
  '/leads?state=held',
  `/leads?state=held&${oldest}`,
  '/leads?product=hallupro',
  '/leads?search=nobody',
  '/leads?search=628120000001',
  `/leads?search=${refOf(count >> 1)}`,
  '/leads/export',
  '/leads/export?search=nobody',
  '/contacts',
  '/contacts?search=nobody',
  '/contacts?search=62810000001',
  '/audit',
  `/leads/${refOf(count >> 1)}`,
  '/journal?company=bench',
  '/uses',
]) {
  await measure(path);
}
await measure('/codes/import?company=bench', (run) => upload(run));
await measure('/codes/import?company=bench&write=true', (run) => upload(run));
await measure('/codes/generate', () => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ company: 'bench', count: codeCount, pattern: 'BENCH-########' }),
}));
await close();
await server?.stop();

interface Sending {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Uploads as many promo codes as a file may have. */
function upload(run: number): Sending {
  const rows = Array.from(
    { length: codeCount },
    (_, i) => `Run${run}-Code${i},5,Asia/Jakarta,2026-01-01,2027-12-31,true`,
  );
  const body = ['code,limit,timezone,starts,ends,active', ...rows].join('\n');
  return { method: 'POST', headers: { 'content-type': 'text/csv' }, body };
}

async function measure(path: string, sending?: (run: number) => Sending): Promise<void> {
  const times: number[] = [];
  const delays = monitorEventLoopDelay({ resolution: 1 });
  let cpuMs = 0;
  for (let run = 0; run < runs; run += 1) {
    const { headers, ...init } = sending?.(run) ?? { headers: {} };
    const request = new Request(`http://127.0.0.1/v1/owner${path}`, {
      ...init,
      headers: { ...headers, authorization: 'Bearer the-token-of-a-bench' },
    });
    delays.enable();
    // The monitor's first sample.
    await setTimeout(5);
    const before = treeCpuMs(process.pid);
    const begun = performance.now();
    const reply = await owner(request);
    await reply.arrayBuffer();
    times.push(performance.now() - begun);
    cpuMs += treeCpuMs(process.pid) - before;
    if (!reply.ok) throw new Error(`Cannot measure ${path}: ${reply.status}`);
    // One more sample after the call.
    await setTimeout(5);
    delays.disable();
  }
  const held = delays.max / 1e6;
  const figures = [`CPU ${(cpuMs / runs).toFixed(0)} ms`, `holds up ${held.toFixed(1)} ms`];
  const cells = [path.padEnd(44), `${median(times).toFixed(1)} ms`, ...figures];
  process.stdout.write(`${cells.join('  ')}\n`);
}

async function seed(to: Store): Promise<void> {
  await addCompany(to, { id: 'bench', title: 'Bench', now: 0 });
  await to
    .insertInto('clients')
    .values({ name: 'bench', token_hash: 'x', created_at: 0 })
    .execute();
  const begin = Date.now() - spanMs;
  for (let from = 0; from < count; from += batchSize) {
    const numbers = Array.from({ length: Math.min(batchSize, count - from) }, (_, i) => from + i);
    await to
      .insertInto('leads')
      .values(numbers.map((i) => leadOf(i, begin)))
      .execute();
    await to
      .insertInto('lead_attempts')
      .values(numbers.map((i) => attemptOf(i, begin)))
      .execute();
    await to
      .insertInto('contacts')
      .values(numbers.map((i) => contactOf(i, begin)))
      .execute();
    await to
      .insertInto('redemptions')
      .values(numbers.filter((i) => i % 3 === 0).map((i) => useOf(i, begin)))
      .execute();
  }
  for (let hour = Math.ceil(begin / hourMs) * hourMs; hour < Date.now(); hour += hourMs) {
    await to.insertInto('form_views').values(viewsOf(hour)).execute();
  }
}

function timeOf(i: number, begin: number): number {
  return begin + Math.floor((i / count) * spanMs);
}

/** One lead in a thousand needs a person, and one in fifty was known. */
function stateOf(i: number): LeadState {
  if (i % 1000 === 0) return 'held';
  return i % 50 === 1 ? 'duplicate' : 'delivered';
}

function pick<T>(from: readonly [T, ...T[]], i: number): T {
  return from[i % from.length] ?? from[0];
}

/** As long as a real ref. */
function refOf(i: number): string {
  return `lead${String(i).padStart(12, '0')}`;
}

function leadOf(i: number, begin: number) {
  const at = timeOf(i, begin);
  return {
    ref: refOf(i),
    received_at: at,
    first_name: pick(['Ana', 'Budi', 'Citra', 'Дмитрий', 'Şahin'], i),
    last_name: `Wijaya ${i}`,
    phone: `62812${String(i).padStart(7, '0')}`,
    click_id: `click-${i}`,
    product: pick(products, i),
    company: null,
    promo_code: i % 3 === 0 ? 'SPRING' : null,
    consent: 1,
    consent_text: 'I agree to be called about my order.',
    consent_at: at,
    attribution: JSON.stringify({
      last: { utm_source: 'google', utm_campaign: `spring ${i % 20}` },
    }),
    source: pick(sources, i),
    extra: null,
    signals: JSON.stringify({ elapsed_ms: 12_000 }),
    spam: null,
    locale: pick(['id', 'en', 'ru', null], i >> 2),
    state: stateOf(i),
    attempts: 1,
    doubts: 0,
    due_at: null,
    lease_until: null,
    fence: 1,
    contact_id: String(i),
    detail: null,
    updated_at: at + 900,
  };
}

function attemptOf(i: number, begin: number) {
  return {
    ref: refOf(i),
    at: timeOf(i, begin) + 900,
    attempt: 1,
    state: stateOf(i),
    detail: null,
  };
}

function useOf(i: number, begin: number) {
  return {
    id: `lead:${refOf(i)}`,
    lead_ref: refOf(i),
    company: 'bench',
    code: 'SPRING',
    code_key: 'spring',
    state: 'redeemed' as const,
    attempts: 1,
    due_at: null,
    lease_until: null,
    fence: 1,
    reason: null,
    detail: null,
    created_at: timeOf(i, begin),
    updated_at: timeOf(i, begin) + 950,
  };
}

/** Every product in each language from every source. */
function viewsOf(hour: number) {
  return products.flatMap((product) =>
    ['id', 'en', 'ru'].flatMap((language) =>
      sources.map((source) => ({ hour, product, language, source, shown: 40, started: 20 })),
    ),
  );
}

function contactOf(i: number, begin: number) {
  const { first_name, last_name, click_id, product } = leadOf(i, begin);
  const phone_digits = `6281${String(i).padStart(7, '0')}`;
  const of = { client: 'bench', created_at: timeOf(i, begin) };
  return {
    first_name,
    last_name,
    phone: `+${phone_digits}`,
    phone_digits,
    click_id,
    product,
    ...of,
  };
}
