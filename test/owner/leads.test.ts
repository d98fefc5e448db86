import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OwnerLeadPage, OwnerLeadStory } from '../../src/contract/owner/leads.ts';
import type { OwnerAuditPage } from '../../src/contract/owner/session.ts';
import { answers, contact } from '../support/proxy/vendor-calls.ts';
import { createOwnerStage, type OwnerStage, sendLead } from './owner-stage.ts';

async function list(stage: OwnerStage, query = ''): Promise<OwnerLeadPage> {
  const reply = await stage.call('GET', `/leads${query}`);
  assert.equal(reply.status, 200);
  return (await reply.json()) as OwnerLeadPage;
}

/** Leads one minute after the other, numbered from 0. */
async function sendMany(stage: OwnerStage, count: number): Promise<readonly string[]> {
  const refs: string[] = [];
  for (let i = 0; i < count; i += 1) {
    stage.now += 60_000;
    const phone = `62812000${String(i).padStart(4, '0')}`;
    refs.push(await sendLead(stage, `lead-number-${i}`, { phone, first_name: `Ana ${i}` }));
  }
  return refs;
}

async function subjects(stage: OwnerStage): Promise<readonly string[]> {
  const reply = await stage.call('GET', '/audit');
  const { entries } = (await reply.json()) as OwnerAuditPage;
  return entries.map(({ actor, action, subject, outcome }) =>
    [actor, action, subject ?? '', ...(outcome === null ? [] : [outcome])].join(' '),
  );
}

describe('GET /v1/owner/leads', () => {
  it('lists the newest first, page by page, each lead once', async () => {
    const stage = await createOwnerStage();
    const refs = (await sendMany(stage, 7)).toReversed();
    const seen: string[] = [];
    let query = '?limit=3';
    for (;;) {
      const { leads, next } = await list(stage, query);
      seen.push(...leads.map(({ ref }) => ref));
      if (next === null) break;
      query = `?limit=3&before=${next}`;
    }
    assert.deepEqual(seen, refs);
  });

  it('marks the last page, even if it is full', async () => {
    const stage = await createOwnerStage();
    await sendMany(stage, 3);
    assert.equal((await list(stage, '?limit=3')).next, null);
    assert.equal((await list(stage, '?limit=3&search=ana')).next, null);
  });

  it('filters by state, product and time, all at once', async () => {
    const stage = await createOwnerStage();
    const start = stage.now;
    const [, , third] = await sendMany(stage, 4);
    await sendLead(stage, 'other-product', { phone: '62899999999', product: 'cambogia' });
    const from = new Date(start + 3 * 60_000).toISOString();
    const to = new Date(start + 4 * 60_000).toISOString();
    const found = await list(stage, `?state=pending&product=blackmask&from=${from}&to=${to}`);
    assert.deepEqual(
      found.leads.map(({ ref }) => ref),
      [third],
    );
    assert.deepEqual((await list(stage, '?state=held')).leads, []);
    assert.equal((await list(stage, '?product=garcinia-cambogia')).leads.length, 1);
  });

  for (const [what, search] of [
    ['a part of a name in any case, beyond ASCII', 'ŞAHIN'.toLowerCase()],
    ['a part of the phone, as people write it', '+62 812-77'],
    ['the whole phone, with a zero for the code of the country', '0812-77000'],
    ['the end of the phone, behind a zero', '07000'],
    ['a promo code', 'welcome10'],
    ['a click id', 'CLICK-7'],
  ] as const) {
    it(`finds a lead by ${what}`, async () => {
      const stage = await createOwnerStage();
      await sendMany(stage, 3);
      const ref = await sendLead(stage, 'wanted-lead', {
        last_name: 'Şahin',
        phone: '6281277000',
        promo_code: 'WELCOME10',
        click_id: 'click-7',
      });
      const { leads } = await list(stage, `?search=${encodeURIComponent(search)}`);
      assert.deepEqual(
        leads.map((lead) => lead.ref),
        [ref],
      );
    });
  }

  it('stops a long search early, and says how far it looked', async () => {
    const stage = await createOwnerStage();
    const ref = await sendLead(stage, 'the-oldest-one', { first_name: 'Oldest' });
    const { store } = stage;
    const row = await store.selectFrom('leads').selectAll().executeTakeFirstOrThrow();
    for (let hundred = 0; hundred < 22; hundred += 1) {
      await store
        .insertInto('leads')
        .values(
          Array.from({ length: 100 }, (_, i) => ({
            ...row,
            ref: `copy${hundred}x${i}`,
            first_name: 'Budi',
            phone: '628990000000',
            received_at: row.received_at + 1 + hundred * 100 + i,
          })),
        )
        .execute();
    }
    const first = await list(stage, '?search=oldest');
    assert.deepEqual(first.leads, []);
    assert(first.next !== null && first.searched_to !== null);
    assert.equal((await list(stage, `?search=${ref.toUpperCase()}`)).leads.length, 1, 'at once');
    const ofPhone = await list(stage, '?search=%2B62%20812-3456-789');
    assert.deepEqual([ofPhone.leads.map((lead) => lead.ref), ofPhone.next], [[ref], null]);
    const ofBudi = await list(stage, '?search=628990000000&limit=2');
    assert.deepEqual(
      ofBudi.leads.map((lead) => lead.ref),
      ['copy21x99', 'copy21x98'],
    );
    const others = await list(stage, `?search=628990000000&state=held&before=${ofBudi.next}`);
    assert.deepEqual(others.leads, []);
    const second = await list(stage, `?search=oldest&before=${first.next}`);
    assert.deepEqual([second.leads.map((lead) => lead.ref), second.next], [[ref], null]);
  });

  it('refuses invalid parameters, and names them', async () => {
    const stage = await createOwnerStage();
    for (const [query, status] of [
      ['?state=sold', 422],
      ['?limit=0', 422],
      ['?limit=many', 422],
      ['?from=yesterday', 422],
      ['?before=1;drop', 422],
      ['?sort=phone', 400],
      ['?limit=1&limit=2', 400],
    ] as const) {
      assert.equal((await stage.call('GET', `/leads${query}`)).status, status, query);
    }
  });
});

describe('GET /v1/owner/leads/:ref', () => {
  it('shows the whole history, and no credential of a vendor', async () => {
    const stage = await createOwnerStage();
    const ref = await sendLead(stage, 'one-lead', { promo_code: 'WELCOME10' });
    await stage.work();
    const reply = await stage.call('GET', `/leads/${ref}`);
    const text = await reply.text();
    const story = JSON.parse(text) as OwnerLeadStory;
    assert.equal(story.state, 'delivered');
    assert.equal(story.redemption?.state, 'redeemed');
    assert.deepEqual(
      story.history.map(({ attempt, state }) => [attempt, state]),
      [[1, 'delivered']],
    );
    assert(!/token|fence|lease/.test(text));
    assert.equal((await stage.call('GET', '/leads/none')).status, 404);
  });
});

describe('POST /v1/owner/leads/:ref/…', () => {
  it('sends a refused lead again, but not a delivered one', async () => {
    const stage = await createOwnerStage();
    stage.faults.set(contact, answers('invalid phone format'));
    const ref = await sendLead(stage, 'one-lead');
    await stage.work();
    stage.faults.clear();
    assert.equal((await stage.call('POST', `/leads/${ref}/retry`)).status, 204);
    assert.equal(stage.dues(), 1, 'and the worker looks at once');
    await stage.work();
    assert.equal((await list(stage)).leads[0]?.state, 'delivered');
    assert.equal((await stage.call('POST', `/leads/${ref}/retry`)).status, 409);
    assert.equal((await stage.call('POST', '/leads/none/retry')).status, 404);
  });

  it('settles a lead with what a person found', async () => {
    const stage = await createOwnerStage();
    const ref = await sendLead(stage, 'one-lead');
    const settle = (body: object): Promise<Response> =>
      stage.call('POST', `/leads/${ref}/settle`, body);
    assert.equal((await settle({ state: 'delivered' })).status, 422, 'with which ID?');
    assert.equal((await settle({ state: 'rejected', contact_id: '1' })).status, 422);
    assert.equal(stage.dues(), 0);
    assert.equal((await settle({ state: 'delivered', contact_id: '617' })).status, 204);
    assert.equal(stage.dues(), 1, 'its code may be redeemed now');
    const [lead] = (await list(stage)).leads;
    assert.deepEqual([lead?.state, lead?.contact_id], ['delivered', '617']);
    assert.equal((await settle({ state: 'rejected' })).status, 409);
  });

  it('sends a postback for a lead that is settled', async () => {
    const stage = await createOwnerStage({ postbacks: { delivered: 'lead' } });
    stage.faults.set(contact, async () => new Response('', { status: 404 }));
    const ref = await sendLead(stage, 'lead-for-a-tracker');
    await stage.work();
    const body = { state: 'delivered', contact_id: '617' };
    assert.equal((await stage.call('POST', `/leads/${ref}/settle`, body)).status, 204);
    const told = await stage.store.selectFrom('postbacks').select(['lead_ref', 'state']).execute();
    assert.deepEqual(
      told.map(({ lead_ref, state }) => [lead_ref, state]),
      [[ref, 'delivered']],
    );
  });

  it('releases a lead from quarantine, or throws it away', async () => {
    const stage = await createOwnerStage();
    const spam = { first_name: 'www.casino.example' };
    const honest = await sendLead(stage, 'first-lead', spam);
    stage.now += 1;
    const other = await sendLead(stage, 'other-lead', { ...spam, phone: '62899999999' });
    const [newest] = (await list(stage, '?state=quarantined')).leads;
    assert.deepEqual([newest?.ref, newest?.spam?.['reasons']], [other, ['link']]);
    assert.equal((await stage.call('POST', `/leads/${other}/purge`)).status, 204);
    const before = stage.dues();
    assert.equal((await stage.call('POST', `/leads/${honest}/release`)).status, 204);
    assert.equal(stage.dues(), before + 1, 'and the worker looks at once');
    await stage.work();
    assert.deepEqual(
      (await list(stage)).leads.map(({ ref, state }) => [ref, state]),
      [[honest, 'delivered']],
    );
    assert.equal((await stage.call('POST', `/leads/${honest}/purge`)).status, 409);
    assert.equal((await stage.call('POST', `/leads/${other}/release`)).status, 404);
  });
});

describe('GET /v1/owner/audit', () => {
  it('records who read and changed what, without a name or a phone', async () => {
    const stage = await createOwnerStage();
    const ref = await sendLead(stage, 'one-lead');
    await list(stage, '?search=wijaya&state=pending');
    await stage.call('GET', `/leads/${ref}`);
    await stage.call('POST', `/leads/${ref}/retry`);
    await stage.call('GET', '/leads/export?search=628123456789');
    await stage.call('GET', '/uses');
    assert.deepEqual(await subjects(stage), [
      'token uses.read ',
      'token leads.export {"format":"csv","search":true}',
      `token lead.retry ${ref}`,
      `token lead.read ${ref}`,
      'token leads.read {"state":"pending","search":true}',
    ]);
  });

  it('records what was requested but not done', async () => {
    const stage = await createOwnerStage();
    const ref = await sendLead(stage, 'one-lead', { first_name: 'www.casino.example' });
    for (const status of [204, 409]) {
      assert.equal((await stage.call('POST', `/leads/${ref}/release`)).status, status);
    }
    const code = { company: 'demo-company', code: 'ONCE' };
    assert.equal((await stage.call('POST', '/codes', code)).status, 409);
    await stage.store.schema.dropTable('contacts').execute();
    assert.equal((await stage.call('GET', '/contacts')).status, 500);
    assert.deepEqual(await subjects(stage), [
      'token contacts.read  failed',
      'token code.add demo-company/ONCE refused',
      `token lead.release ${ref} refused`,
      `token lead.release ${ref}`,
    ]);
  });

  it('shows nothing that could not be audited first', async () => {
    const stage = await createOwnerStage();
    await stage.store.schema.dropTable('audit_entries').execute();
    const reply = await stage.call('GET', '/leads');
    assert.equal(reply.status, 500);
    assert(!(await reply.text()).includes('audit'));
  });
});
