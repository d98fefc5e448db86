import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBackend } from '../../src/backend/index.ts';
import type {
  NewOwnerToken,
  OwnerClients,
  OwnerContactPage,
} from '../../src/contract/owner/contacts.ts';
import type { OwnerAuditPage } from '../../src/contract/owner/session.ts';
import { promoholder } from '../../src/upstream/promoholder/adapter.ts';
import {
  createOwnerStage,
  type OwnerStage,
  ownerToken,
  ownPage,
  sendLead,
  vendorContacts,
} from './owner-stage.ts';

async function contacts(stage: OwnerStage, query = ''): Promise<OwnerContactPage> {
  const reply = await stage.call('GET', `/contacts${query}`);
  assert.equal(reply.status, 200);
  return (await reply.json()) as OwnerContactPage;
}

const names = ['Ana', 'Budi', 'Citra', 'Dewi', 'Eka'];

/** Makes contacts of this many people, numbered from 0. */
async function makeContacts(stage: OwnerStage, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await sendLead(stage, `contact-number-${i}`, {
      phone: `6281200000${i}`,
      first_name: names[i] ?? '',
      click_id: `Click-${i}`,
    });
    await stage.work();
  }
}

async function audited(stage: OwnerStage): Promise<readonly string[]> {
  const { entries } = (await (await stage.call('GET', '/audit')).json()) as OwnerAuditPage;
  return entries.map(({ action, subject }) => `${action} ${subject ?? ''}`);
}

describe('GET /v1/owner/contacts', () => {
  it('lists the newest first, page by page, each contact once', async () => {
    const stage = await createOwnerStage();
    await makeContacts(stage, 5);
    const seen: string[] = [];
    let query = '?limit=2';
    for (;;) {
      const page = await contacts(stage, query);
      seen.push(...page.contacts.map(({ first_name }) => first_name));
      if (page.next === null) break;
      query = `?limit=2&before=${page.next}`;
    }
    assert.deepEqual(seen, names.toReversed());
  });

  it('finds a contact by name, phone, ID and click id, and records nobody’s name', async () => {
    const stage = await createOwnerStage();
    await makeContacts(stage, 3);
    const [{ id } = { id: '' }] = (await contacts(stage, '?search=budi')).contacts;
    for (const search of ['bUDI W', '+62 812-0000-01', '0812-0000-01', '00001', id, 'click-1']) {
      const { contacts: found } = await contacts(stage, `?search=${encodeURIComponent(search)}`);
      assert.deepEqual(
        found.map(({ first_name }) => first_name),
        ['Budi'],
        search,
      );
    }
    assert.deepEqual((await contacts(stage, '?search=nobody')).contacts, []);
    assert((await audited(stage)).includes('contacts.read {"search":true}'));
    assert(!JSON.stringify(await audited(stage)).includes('udi'));
  });

  it('exports all of them, with formulas neutralised', async () => {
    const stage = await createOwnerStage();
    await sendLead(stage, 'formula-lead', { last_name: '=1+1', phone: '6281200001' });
    await stage.work();
    const reply = await stage.call('GET', '/contacts/export');
    assert.equal(reply.headers.get('content-disposition'), 'attachment; filename="contacts.csv"');
    assert.match(await reply.text(), /,'=1\+1,6281200001,/);
    assert.equal((await audited(stage))[0], 'contacts.export {"format":"csv"}');
  });

  it('exports those that a search finds, however far apart, and says how many', async () => {
    const stage = await createOwnerStage();
    await makeContacts(stage, 3);
    const download = '0'.repeat(32);
    const query = `search=Budi&format=json&download=${download}`;
    const reply = await stage.call('GET', `/contacts/export?${query}`);
    assert.match(reply.headers.get('content-disposition') ?? '', /"contacts-search\.json"$/);
    const found = (await reply.json()) as OwnerContactPage['contacts'];
    assert.deepEqual(
      found.map(({ first_name }) => first_name),
      ['Budi'],
    );
    const progress = await stage.call('GET', `/downloads/${download}`);
    assert.deepEqual(await progress.json(), { rows: 1, state: 'done' });
    assert.equal((await audited(stage))[0], 'contacts.export {"format":"json","search":true}');
  });

  it('marks CSV as UTF-8 for a spreadsheet, and sends a program only the CSV', async () => {
    const stage = await createOwnerStage();
    const body = JSON.stringify({ token: ownerToken });
    const entered = await stage.request('/session', { method: 'POST', headers: ownPage, body });
    const [cookie = ''] = (entered.headers.get('set-cookie') ?? '').split(';');
    for (const what of ['contacts', 'leads']) {
      const page = await stage.request(`/${what}/export`, { headers: { cookie } });
      const csv = Buffer.from(await (await stage.call('GET', `/${what}/export`)).arrayBuffer());
      assert.deepEqual(
        Buffer.from(await page.arrayBuffer()),
        Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), csv]),
      );
      const json = await stage.request(`/${what}/export?format=json`, { headers: { cookie } });
      assert.equal(Buffer.from(await json.arrayBuffer()).toString(), '[]\n');
    }
  });

  it('is empty if contacts are made at a real promos-seru', async () => {
    const stage = await createOwnerStage({ providers: vendorContacts });
    assert.equal((await stage.call('GET', '/contacts')).status, 404);
    assert.equal((await stage.call('GET', '/contacts/export')).status, 404);
    assert.equal((await stage.call('GET', '/clients')).status, 200);
  });
});

describe('/v1/owner/clients', () => {
  const signal = new AbortController().signal;

  async function clients(stage: OwnerStage): Promise<OwnerClients> {
    return (await (await stage.call('GET', '/clients')).json()) as OwnerClients;
  }

  it('makes a token that opens the promo codes, until it is revoked', async () => {
    const stage = await createOwnerStage();
    const { store } = stage;
    const fetch = createBackend({
      store,
      secret: 's',
      secretKey: '768',
      products: [],
      now: Date.now,
    });
    const made = await stage.call('POST', '/clients/tokens', { name: 'Shop' });
    assert.equal(made.status, 201);
    const { token } = (await made.json()) as NewOwnerToken;
    const shop = promoholder({ baseUrl: 'http://backend.example', token, fetch });
    assert.equal((await shop.companies(signal)).length, 1);
    const listed = await (await stage.call('GET', '/clients')).text();
    assert(listed.includes('Shop') && !listed.includes(token), 'it is shown once');

    assert.equal((await stage.call('POST', '/clients/tokens', { name: 'Shop' })).status, 409);
    const revoke = (): Promise<Response> =>
      stage.call('POST', '/clients/tokens/revoke', { name: 'Shop' });
    assert.equal((await revoke()).status, 204);
    await assert.rejects(shop.companies(signal), { failure: 'auth' });
    assert.equal((await revoke()).status, 404);
    const shown = (await clients(stage)).tokens.find(({ name }) => name === 'Shop');
    assert.equal(shown?.revoked_at, '2026-11-21T12:00:00.000Z');
    const written = await audited(stage);
    assert(written.includes('token.add Shop') && written.includes('token.revoke Shop'));
    assert(!written.join().includes(token));
  });

  it('makes no token if no API takes it, and says which APIs there are', async () => {
    const callable = { promoholder: false, promosSeru: true };
    const stage = await createOwnerStage({ callable });
    assert.equal((await stage.call('POST', '/clients/tokens', { name: 'Shop' })).status, 404);
    assert.deepEqual((await clients(stage)).callable, { promoholder: false, promos_seru: true });
  });

  it('names who makes contacts, and never revokes the server’s own token', async () => {
    const stage = await createOwnerStage();
    await makeContacts(stage, 1);
    const { tokens, contact_clients } = await clients(stage);
    assert.equal(contact_clients.length, 1);
    assert(tokens.length > 0);
    const own = await stage.call('POST', '/clients/tokens/revoke', { name: 'promo-lead' });
    assert.equal(own.status, 422);
    assert.equal((await stage.call('POST', '/clients/tokens', { name: 'a\u0007b' })).status, 422);
    assert.equal((await stage.call('POST', '/clients/tokens', { name: ' ' })).status, 422);
  });
});
