/**
 * `owner.ts [--leads COUNT] [--days DAYS]`: how long the owner's pages wait among many leads, and
 * how long each call keeps everybody else waiting. The store is the one that `PROMO_LEAD_STORE`
 * names; where it has no leads, as many are made, evenly over the days before now.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { addCompany } from '../src/backend/index.ts';
import { readCodes } from '../src/node/cli/codes-csv.ts';
import { csvRecord } from '../src/node/csv.ts';
import { loadConfig } from '../src/node/index.ts';
import { openStore } from '../src/node/open-store.ts';
import { Secret } from '../src/node/secret.ts';
import { createUpstreams } from '../src/node/upstreams.ts';
import { createOwner } from '../src/owner/index.ts';
import type { LeadState, Store } from '../src/store/index.ts';

const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '1000000' },
    days: { type: 'string', default: '90' },
  },
});
const count = Number(values.leads);
const spanMs = Number(values.days) * 24 * 60 * 60_000;
const batchSize = 500;
const runs = 5;

const { store, close } = await openStore(loadConfig({ env: process.env }).store);
const known = await store.selectFrom('leads').select('ref').limit(1).executeTakeFirst();
if (!known) await seed(store);
const { promoCodes } = await createUpstreams(loadConfig({ env: process.env }), {
  store,
  secret: new Secret('a secret of nobody'),
  now: Date.now,
});
const owner = createOwner({
  store,
  promoCodes,
  token: 'the-token-of-a-bench',
  trustedProxies: [],
  embedded: { promoholder: true, promosSeru: true },
  setup: () => ({ origins: [], products: [], company: null, widget: null }),
  examine: async () => [],
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
  '/leads?search=lead-500000',
  '/contacts',
  '/contacts?search=nobody',
  '/contacts?search=62810000001',
  '/audit',
  '/leads/lead-500000',
  '/journal?company=bench',
  '/uses',
]) {
  await measure(path);
}
await close();

async function measure(path: string): Promise<void> {
  const times: number[] = [];
  const delays = monitorEventLoopDelay({ resolution: 1 });
  for (let run = 0; run < runs; run += 1) {
    delays.enable();
    const begun = performance.now();
    const reply = await owner(
      new Request(`http://127.0.0.1/v1/owner${path}`, {
        headers: { authorization: 'Bearer the-token-of-a-bench' },
      }),
    );
    await reply.arrayBuffer();
    times.push(performance.now() - begun);
    if (!reply.ok) throw new Error(`Cannot measure ${path}: ${reply.status}`);
    // One look of the monitor after it.
    await setTimeout(5);
    delays.disable();
  }
  const median = times.toSorted((one, other) => one - other)[runs >> 1] ?? 0;
  const held = delays.max / 1e6;
  const cells = [path.padEnd(44), `${median.toFixed(1)} ms`, `holds up ${held.toFixed(1)} ms`];
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
  }
}

function timeOf(i: number, begin: number): number {
  return begin + Math.floor((i / count) * spanMs);
}

/** One lead in a thousand waits for a person, and one in fifty was known. */
function stateOf(i: number): LeadState {
  if (i % 1000 === 0) return 'held';
  return i % 50 === 1 ? 'duplicate' : 'delivered';
}

function pick<T>(from: readonly [T, ...T[]], i: number): T {
  return from[i % from.length] ?? from[0];
}

function leadOf(i: number, begin: number) {
  const at = timeOf(i, begin);
  return {
    ref: `lead-${i}`,
    received_at: at,
    first_name: pick(['Ana', 'Budi', 'Citra', 'Дмитрий', 'Şahin'], i),
    last_name: `Wijaya ${i}`,
    phone: `62812${String(i).padStart(7, '0')}`,
    click_id: `click-${i}`,
    product: pick(['blackmask', 'garcinia-cambogia', 'hallupro'], i),
    company: null,
    promo_code: i % 3 === 0 ? 'SPRING' : null,
    consent: 1,
    consent_text: 'I agree to be called about my order.',
    consent_at: at,
    attribution: JSON.stringify({
      last: { utm_source: 'google', utm_campaign: `spring ${i % 20}` },
    }),
    source: pick(['google', 'facebook', 'tiktok', 'direct'], i),
    extra: null,
    signals: JSON.stringify({ elapsed_ms: 12_000 }),
    spam: null,
    locale: pick(['id', 'en', 'ru', null], i),
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
    ref: `lead-${i}`,
    at: timeOf(i, begin) + 900,
    attempt: 1,
    state: stateOf(i),
    detail: null,
  };
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
