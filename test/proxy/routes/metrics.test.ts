import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KyselyPlugin } from 'kysely';
import { Metrics } from '../../../src/proxy/index.ts';
import { UpstreamError } from '../../../src/upstream/failure.ts';
import {
  createStage,
  goodLead,
  sendLead,
  type Stage,
  withKey,
} from '../../support/proxy/proxy-stage.ts';
import { testStore } from '../../support/store/test-store.ts';

async function scrape({ proxy }: Stage): Promise<string> {
  const reply = await proxy(new Request('https://proxy.example/metrics'));
  assert.equal(reply.status, 200);
  assert.equal(reply.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  return reply.text();
}

/** A line of the text format: name, labels, number. */
const sample = /^[a-z_]+(?:\{[a-z_]+="[\w./+-]*"(?:,[a-z_]+="[\w./+-]*")*\})? \d+(?:\.\d+)?$/;

describe('GET /metrics', () => {
  it('counts requests by route, leads by state, and how old the oldest is', async () => {
    const metrics = new Metrics();
    metrics.circuit('contacts', true);
    const stage = await createStage({ metrics });
    await sendLead(stage, 'a-lead-of-Ana');
    stage.now += 90_000;
    await sendLead(stage, 'another-lead', { phone: '62899999999' });
    await stage.post('/v1/leads', { ...goodLead, phone: 'x' }, withKey('a-bad-lead'));
    await stage.post('/v1/628123456789', {});
    const text = await scrape(stage);
    for (const line of [
      'promo_lead_requests_total{route="/v1/leads",status="2xx"} 2',
      'promo_lead_requests_total{route="/v1/leads",status="4xx"} 1',
      'promo_lead_requests_total{route="other",status="4xx"} 1',
      'promo_lead_leads{state="pending"} 2',
      'promo_lead_leads{state="held"} 0',
      'promo_lead_outbox_depth 2',
      'promo_lead_outbox_oldest_seconds 90',
      'promo_lead_circuit_open{upstream="contacts"} 1',
      'promo_lead_circuit_open{upstream="promo_codes"} 0',
      'promo_lead_store_up 1',
    ]) {
      assert(text.includes(`\n${line}\n`), `${line} is missing in\n${text}`);
    }
    const lines = text.trimEnd().split('\n');
    assert.deepEqual(
      lines.filter((line) => !sample.test(line) && !/^# (?:HELP|TYPE) /.test(line)),
      [],
    );
    assert.doesNotMatch(text, /62812|Ana|WELCOME/);
    await stage.work();
    assert.match(await scrape(stage), /\npromo_lead_outbox_depth 0\n.*\n.*\n.*oldest_seconds 0\n/);
  });

  it('counts once for all who ask at once, and the less often the longer it takes', async () => {
    let counts = 0;
    let countMs = 0;
    const counter: KyselyPlugin = {
      transformQuery({ node }) {
        if (JSON.stringify(node).includes('"oldest"')) {
          counts += 1;
          stage.now += countMs;
        }
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const store = (await testStore()).withPlugin(counter);
    const stage = await createStage({ metrics: new Metrics(), store });
    const depths = async (): Promise<readonly unknown[]> => {
      const texts = await Promise.all(Array.from({ length: 100 }, () => scrape(stage)));
      return [...new Set(texts.map((text) => /^promo_lead_outbox_depth (\d+)$/m.exec(text)?.[1]))];
    };
    assert.deepEqual([await depths(), counts], [['0'], 1]);
    await sendLead(stage, 'a-lead-of-Ana');
    // It cost nothing, and so it is counted again.
    countMs = 50;
    assert.deepEqual([await depths(), counts], [['1'], 2]);
    await sendLead(stage, 'another-lead', { phone: '62812000' });
    stage.now += 999;
    assert.deepEqual([await depths(), counts], [['1'], 2]);
    countMs = 60_000;
    stage.now += 1;
    assert.deepEqual([await depths(), counts], [['2'], 3]);
    stage.now += 1999;
    assert.deepEqual([await depths(), counts], [['2'], 3]);
    stage.now += 1;
    assert.deepEqual([await depths(), counts], [['2'], 4]);
    // The clock was set back.
    stage.now -= 120_000;
    assert.deepEqual([await depths(), counts], [['2'], 5]);
  });

  it('says so where the database is away', async () => {
    const stage = await createStage({ metrics: new Metrics() });
    await stage.store.destroy();
    const text = await scrape(stage);
    assert.match(text, /\npromo_lead_store_up 0\n/);
    assert.doesNotMatch(text, /promo_lead_outbox_depth \d/);
  });

  it('is not there where nothing is counted', async () => {
    const { proxy } = await createStage();
    assert.equal((await proxy(new Request('https://proxy.example/metrics'))).status, 404);
  });
});

describe('Metrics', () => {
  it('counts calls to the upstreams by their outcome, and hands all on as it came', async () => {
    const metrics = new Metrics();
    const { signal } = new AbortController();
    const created = { status: 'created', id: '7' } as const;
    const failure = new UpstreamError('busy', 'asked to wait');
    const contacts = metrics.instrumentContacts({
      authenticate: () => Promise.resolve(),
      create: ({ phone }) => (phone === '1' ? Promise.resolve(created) : Promise.reject(failure)),
    });
    const contact = { ref: 'r', first_name: 'a', last_name: 'b', click_id: 'c', product: 'd' };
    assert.equal(await contacts.create({ ...contact, phone: '1' }, signal), created);
    await assert.rejects(contacts.create({ ...contact, phone: '2' }, signal), failure);
    const codes = metrics.instrumentPromoCodes({
      companies: () => Promise.resolve([]),
      list: () => Promise.reject(new TypeError('a bug')),
      redeem: () => Promise.resolve({ status: 'redeemed' }),
    });
    await codes.companies(signal);
    await assert.rejects(codes.list('c', signal), TypeError);
    await codes.redeem({ company: 'c', code: 'X' }, signal);
    const calls = metrics.families.find(({ name }) => name.includes('upstream_calls'));
    assert.deepEqual(
      calls?.samples.map(({ labels, value }) => Object.values(labels ?? {}).concat(String(value))),
      [
        ['contacts', 'create', 'created', '1'],
        ['contacts', 'create', 'busy', '1'],
        ['promo_codes', 'companies', 'answered', '1'],
        ['promo_codes', 'list', 'fault', '1'],
        ['promo_codes', 'redeem', 'redeemed', '1'],
      ],
    );
  });

  it('sorts deliveries by how long they took', () => {
    const metrics = new Metrics();
    for (const ms of [-5, 900, 4000, 2_000_000_000]) metrics.settled('delivered', ms);
    metrics.settled('held', 7);
    const delay = metrics.families.find(({ type }) => type === 'histogram');
    const counts = delay?.samples.filter(({ suffix }) => suffix === '_bucket');
    assert.deepEqual(
      counts?.map(({ value }) => value),
      [2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4],
    );
    assert.equal(delay?.samples.at(-2)?.value, 2_000_004.9);
  });
});
