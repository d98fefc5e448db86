/**
 * `backlog.ts [--leads COUNT] [--codes] [--json]`: how long a worker takes to deliver all leads of
 * an outage, and how long a lead waits that arrives meanwhile. The store is the one that
 * `PROMO_LEAD_STORE` names, which has to be empty, or a SQLite file in a temporary folder; the
 * upstream is the embedded backend on the same store. With `--codes` each lead has a promo code.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { addCode, addCompany } from '../src/backend/index.ts';
import { loadConfig } from '../src/node/index.ts';
import { Secret } from '../src/node/secrets/secret.ts';
import { openStore } from '../src/node/store/open-store.ts';
import { createUpstreams } from '../src/node/upstreams/upstreams.ts';
import { createWorker, type Log } from '../src/proxy/index.ts';
import { type Intake, newReceipt, storeLeads } from '../src/proxy/intake/store-leads.ts';
import { median } from './report.ts';

const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '100000' },
    codes: { type: 'boolean' },
    json: { type: 'boolean' },
  },
});
const count = Number(values.leads);
const folder = mkdtempSync(join(tmpdir(), 'promo-lead-'));
const url = process.env['PROMO_LEAD_STORE'] ?? `sqlite:${join(folder, 'store.db')}`;
const config = loadConfig({ env: { PROMO_LEAD_STORE: url } });
const { store, close } = await openStore(config.store);
const company = 'shop';
const code = 'SPRING';
await addCompany(store, { id: company, title: 'Shop', now: 0 });
await addCode(store, { company, code, now: 0 });
const secret = new Secret('a secret of nobody');
const { contacts, promoCodes } = await createUpstreams(config, { store, secret, now: Date.now });
const silent = (): void => {};
const log: Log = { info: silent, warn: silent, error: silent };
const worker = createWorker({
  store,
  contacts,
  promoCodes,
  now: Date.now,
  random: Math.random,
  log,
  quietMs: 60_000,
});

function intakeOf(index: number, now: number): Intake {
  const receipt = newReceipt(now, undefined);
  return {
    lead: {
      first_name: 'Ana',
      last_name: 'Sari',
      phone: String(62_800_000_000 + index),
      click_id: 'direct',
      product: 'blackmask',
      consent: true,
      company,
      ...(values.codes === true && { promo_code: code }),
    },
    keyHash: `key-${index}`,
    fingerprint: '',
    promoCode: undefined,
    receipt,
    refusal: receipt,
    now,
  };
}

const hour = 3_600_000;
const outageBegan = Date.now() - hour;
for (let from = 0; from < count; from += 200) {
  const size = Math.min(200, count - from);
  const intakes = Array.from({ length: size }, (_, index) =>
    intakeOf(from + index, outageBegan + from + index),
  );
  await storeLeads(store, intakes);
}

async function stateOf(ref: string): Promise<string | undefined> {
  const lead = store.selectFrom('leads').select('state').where('ref', '=', ref);
  return (await lead.executeTakeFirst())?.state;
}

/** How long a lead that arrives now takes to be delivered, in ms. */
async function visit(index: number): Promise<number> {
  const startedAt = performance.now();
  const intake = intakeOf(count + index, Date.now());
  await storeLeads(store, [intake]);
  while ((await stateOf(intake.receipt.ref)) !== 'delivered') await setTimeout(5);
  return performance.now() - startedAt;
}

const waits: number[] = [];
const drained = new AbortController();
async function visitors(): Promise<void> {
  while (!drained.signal.aborted) {
    waits.push(await visit(waits.length));
    await setTimeout(500);
  }
}

const startedAt = performance.now();
const visiting = visitors();
const left = new AbortController();
void visiting.then(() => left.abort());
const { signal } = new AbortController();
await worker.runDue(signal);
const seconds = (performance.now() - startedAt) / 1000;
drained.abort();
while (!left.signal.aborted) {
  await worker.runDue(signal);
  await setTimeout(5);
}

const delivered = await store
  .selectFrom('leads')
  .select(({ fn }) => fn.countAll<number>().as('count'))
  .where('state', '=', 'delivered')
  .executeTakeFirstOrThrow();
const calls = await store
  .selectFrom('contacts')
  .select(({ fn }) => fn.countAll<number>().as('count'))
  .executeTakeFirstOrThrow();
const rate = (count / seconds).toFixed(0);
const waitMs = { median: median(waits), longest: Math.max(...waits) };
const figures = { leads: count, perSecond: count / seconds, waitMs };
const text =
  `${count} leads in ${seconds.toFixed(1)} s: ${rate} a second; ` +
  `${delivered.count} delivered, ${calls.count} contacts\n` +
  `${waits.length} leads that came meanwhile: ` +
  `median ${waitMs.median.toFixed(0)} ms, longest ${waitMs.longest.toFixed(0)} ms`;
process.stdout.write(`${values.json ? JSON.stringify(figures) : text}\n`);
await close();
rmSync(folder, { recursive: true, force: true });
