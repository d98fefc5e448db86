import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type CompiledQuery, sql } from 'kysely';
import { addCompany, createLedger, listCodes, listCompanies } from '../../src/backend/index.ts';
import { findNextDue, peekDue } from '../../src/proxy/outbox/due-work.ts';
import { claimLead, hasForeignContact } from '../../src/proxy/outbox/lead-queue.ts';
import { applyRetention } from '../../src/proxy/outbox/retention.ts';
import { keysOfLeads, type Store } from '../../src/store/index.ts';
import { collect } from '../support/collect.ts';
import { createStage, goodLead, sendLead, withKey } from '../support/proxy/proxy-stage.ts';
import { testStore } from '../support/store/test-store.ts';
import { countRows, planOf, recorder, scanned, slowOf } from './query-plans.ts';

const historyLength = 5000;
/** Nothing in the store is old enough to be removed. */
const historyEnd = Date.parse('2026-11-21T12:00:00Z');

/** Leads delivered long ago, each with its code: table, columns, values of number i. */
const history: readonly (readonly [table: string, columns: string, values: string])[] = [
  ['clients', 'name, token_hash, created_at', "'old-' || i, 'old-' || i, 0"],
  [
    'leads',
    `ref, received_at, first_name, last_name, phone, click_id, product, consent, state, updated_at`,
    `'old-' || i, ${historyEnd} - i, 'A', 'B', cast(62700000000 + i as text), 'x', 'y', 0,
      'delivered', ${historyEnd}`,
  ],
  ['lead_attempts', 'ref, at, attempt, state', "'old-' || i, 0, 1, 'delivered'"],
  [
    'redemptions',
    'id, lead_ref, company, code, state, created_at, updated_at',
    "'lead:old-' || i, 'old-' || i, 'c', 'X', 'redeemed', 0, 0",
  ],
  [
    'postbacks',
    'lead_ref, state, created_at, outcome, updated_at',
    "'old-' || i, 'delivered', 0, 'sent', 0",
  ],
  [
    'idempotency_keys',
    'key_hash, fingerprint, created_at',
    `'old-' || i, 'old', ${historyEnd} - i`,
  ],
  [
    'contacts',
    'first_name, last_name, phone, phone_digits, click_id, product, client, created_at',
    "'A', 'B', 'x', cast(62700000000 + i as text), 'x', 'y', 'old-1', 0",
  ],
  ['journal', 'at, company_id, code, used', "0, 'c', 'X', 1"],
  ['form_views', 'hour, product, language, source, shown, started', "i, 'x', 'y', 'z', 1, 1"],
];

async function fill(store: Store): Promise<void> {
  for (const [table, columns, values] of history) {
    await sql`insert into ${sql.table(table)} (${sql.raw(columns)})
      with recursive numbers(i) as (
        select 1 union all select i + 1 from numbers where i < ${sql.lit(historyLength)}
      )
      select ${sql.raw(values)} from numbers`.execute(store);
  }
}

/** Takes a lead with its code, and another code, their whole way. Resolves to the queries. */
async function record(store: Store): Promise<readonly CompiledQuery[]> {
  const statements = new Map<string, CompiledQuery>();
  const stage = await createStage({
    store: store.withPlugin(recorder(store, statements)),
    retention: { delivered: 90, held: 90 },
    postbacks: { delivered: 'lead' },
  });
  const lead = { ...goodLead, promo_code: 'once' };
  const reply = await stage.post('/v1/leads', lead, withKey('one-lead'));
  assert.equal(reply.status, 202);
  await stage.work();
  await stage.post('/v1/promo-codes/redeem', { code: 'welcome10' }, withKey('one-redemption'));
  await stage.proxy(new Request('https://proxy.example/readyz'));
  assert(statements.size > 25);
  return [...statements.values()];
}

describe('the way of a lead', () => {
  let store: Store;

  before(async () => {
    store = await testStore();
    await fill(store);
  });

  it('looks up by an index before the database knows how much there is', async () => {
    // Otherwise a server with many leads is slow for minutes, until PostgreSQL has statistics.
    assert.deepEqual(await slowOf(store, await record(store)), []);
  });

  it('looks up by an index whatever grows with the history', async () => {
    const fresh = await testStore();
    await fill(fresh);
    await countRows(fresh);
    assert.deepEqual(await slowOf(fresh, await record(fresh)), []);
  });

  it('does so to find out whether a plain form and its script sent the same', async () => {
    const apart = await testStore();
    await fill(apart);
    for (const isKnown of [false, true]) {
      if (isKnown) await countRows(apart);
      const looks = new Map<string, CompiledQuery>();
      const stage = await createStage({ store: apart.withPlugin(recorder(apart, looks)) });
      const form = new URLSearchParams({ ...goodLead, last_name: `Number ${isKnown}` }).toString();
      await sendLead(stage, `by-script-${isKnown}`);
      await stage.post('/v1/leads', form, { 'content-type': 'application/x-www-form-urlencoded' });
      assert.deepEqual(await slowOf(apart, [...looks.values()]), []);
      const plans = await Promise.all([...looks.values()].map((look) => planOf(apart, look)));
      assert.match(plans.join('\n'), /leads_by_phone/);
    }
  });

  it('does so when a backlog is due, to be claimed from either end', async () => {
    await sql`update leads set state = 'pending', due_at = received_at
      where ref like 'old-%'`.execute(store);
    const now = historyEnd;
    const claims = new Map<string, CompiledQuery>();
    const watched = store.withPlugin(recorder(store, claims));
    for (const isKnown of [false, true]) {
      if (isKnown) await countRows(store);
      await peekDue(watched, now, 8);
      await claimLead(watched, now);
      await claimLead(watched, now, now - 100);
      await findNextDue(watched, now, [0, 0]);
      assert.deepEqual(await slowOf(store, [...claims.values()]), []);
    }
  });

  it('does so to find out whose contact the upstream has', async () => {
    await sql`update leads set state = 'duplicate', due_at = null
      where ref like 'old-%'`.execute(store);
    const looks = new Map<string, CompiledQuery>();
    const watched = store.withPlugin(recorder(store, looks));
    const lead = await store
      .selectFrom('leads')
      .selectAll()
      .where('ref', '=', 'old-7')
      .executeTakeFirstOrThrow();
    for (const isKnown of [false, true]) {
      if (isKnown) await countRows(store);
      await hasForeignContact(watched, lead, lead.phone);
      assert.deepEqual(await slowOf(store, [...looks.values()]), []);
      const plans = await Promise.all([...looks.values()].map((look) => planOf(store, look)));
      assert.match(plans.join('\n'), /leads_known_phones/);
    }
  });

  it('does so when all of it is outdated', async () => {
    await sql`update leads set state = 'delivered', due_at = null, lease_until = null
      where ref like 'old-%'`.execute(store);
    await countRows(store);
    const looks = new Map<string, CompiledQuery>();
    const now = historyEnd + 1000 * 24 * 60 * 60_000;
    const upkeep = { now, retention: { delivered: 90 }, postbacks: { delivered: 'lead' } };
    // It deletes by keys; a hundred of so few rows are enough to make a scan cheaper.
    await applyRetention(store.withPlugin(recorder(store, looks)), upkeep);
    await sql`delete from idempotency_keys`.execute(store);
    await applyRetention(store.withPlugin(recorder(store, looks)), upkeep);
    const selects = [...looks.values()].filter(({ sql: text }) => /^select.* limit /.test(text));
    assert.equal(selects.length, 2);
    assert.deepEqual(await slowOf(store, selects), []);
  });

  it('would notice a scan', async () => {
    const all = store.selectFrom('leads').select('ref').where('first_name', '=', 'x').compile();
    assert.deepEqual(await scanned(store, all), ['leads']);
  });
});

describe('a key that leads are encrypted with', () => {
  it('is found by an index', async () => {
    const store = await testStore();
    await fill(store);
    await sql`update leads set phone_sealed = '\u0001k1.' || phone`.execute(store);
    const looks = new Map<string, CompiledQuery>();
    for (const isKnown of [false, true]) {
      if (isKnown) await countRows(store);
      assert.deepEqual(await keysOfLeads(store.withPlugin(recorder(store, looks))), ['k1']);
      assert.deepEqual(await slowOf(store, [...looks.values()]), []);
    }
  });
});

describe('a list of promo codes', () => {
  it('goes on from where its last page ended, and is counted in an index', async () => {
    // Otherwise each page reads a long list from its start: 100 s for a million on SQLite.
    const store = await testStore();
    await addCompany(store, { id: 'shop', title: 'Shop', now: 0 });
    await sql`insert into promo_codes
        (company_id, code, code_key, uses_left, timezone, active, created_at)
      with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < 20000)
      select 'shop', 'C' || i, 'c' || i, 1, 'UTC', 1, 0 from numbers`.execute(store);
    const statements = new Map<string, CompiledQuery>();
    const watched = store.withPlugin(recorder(store, statements));
    assert.equal((await collect(listCodes(watched, { company: 'shop' }))).length, 20_000);
    const [, page] = [...statements.values()];
    assert(page && statements.size === 2);
    for (const isKnown of [false, true]) {
      if (isKnown) await countRows(store, 'vacuum');
      const plan = await planOf(store, page);
      assert.match(plan, /company_id, ?code_key\).*>/);
      assert.doesNotMatch(plan, /sort|b-tree/i);
    }
    await listCompanies(watched);
    const counted = [...statements.values()].at(-1);
    assert(counted);
    assert.match(await planOf(store, counted), /promo_codes USING COVERING INDEX|Index Only Scan/);
  });
});

describe('the uses of codes that are in a file', () => {
  it('are counted by their code, however many the journal has', async () => {
    const store = await testStore();
    await sql`insert into journal (at, company_id, code, used)
      with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < 5000)
      select i, 'shop', case when i < 4 then 'ten' else 'any' end, 1 from numbers`.execute(store);
    await countRows(store, 'vacuum');
    const statements = new Map<string, CompiledQuery>();
    const watched = store.withPlugin(recorder(store, statements));
    const ledger = createLedger(watched, () => 0);
    assert.deepEqual(await ledger.used('shop', []), new Map());
    assert.deepEqual(await ledger.used('shop', ['ten', 'none']), new Map([['ten', 3]]));
    const [counted] = [...statements.values()];
    assert(counted && statements.size === 1);
    const plan = await planOf(store, counted);
    assert.match(plan, /journal_uses\b[^]*company_id.*=.*code\b/);
    assert.match(plan, /USING COVERING INDEX|Index Only Scan/);
    const use = { company: 'shop', key: 'ten', limit: 4 };
    assert.deepEqual([await ledger.take(use), await ledger.take(use)], [true, false]);
    assert.equal(await ledger.take({ company: 'shop', key: 'any', limit: null }), true);
    assert.equal((await ledger.used('shop')).get('any'), 4998);
  });
});
