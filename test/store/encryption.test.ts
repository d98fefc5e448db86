import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { findPhone, listContacts } from '../../src/backend/index.ts';
import { normalisePhone } from '../../src/contract/index.ts';
import { leadRefsOfPhone, listLeads, readLead, releaseLeads } from '../../src/proxy/index.ts';
import { EncryptedColumns } from '../../src/store/encryption/encrypted-columns.ts';
import {
  agreeOnKeys,
  encryptRows,
  encryptUnsentLeads,
  forgetOtherKeys,
  keysInUse,
  keysOfLeads,
  needsPreviousSecret,
  type Store,
} from '../../src/store/index.ts';
import { collect } from '../support/collect.ts';
import { createStage, goodLead, withKey } from '../support/proxy/proxy-stage.ts';
import {
  person,
  reopened,
  type Rows,
  stored,
  traces,
  visit,
} from '../support/store/personal-rows.ts';
import { cipherOfNewSecret, testCipher } from '../support/store/test-cipher.ts';
import { testStore } from '../support/store/test-store.ts';

describe('a store with a cipher', () => {
  it('holds no personal text, and returns each text with the key', async () => {
    const store = await testStore({ cipher: testCipher('k1') });
    const stage = await createStage({ store });
    await visit(stage, 'a-lead');
    const text = await stored(store);
    for (const trace of traces) assert(!text.includes(trace), `${trace} is there`);
    const [lead, other] = await collect(listLeads(store));
    assert.deepEqual(
      [lead?.first_name, lead?.last_name, lead?.phone, lead?.click_id, lead?.state],
      ['Ximena', 'Quispe', '628123456789', 'canary-click', 'delivered'],
    );
    assert.deepEqual(JSON.parse(lead?.extra ?? ''), person.extra);
    assert(!('phone_sealed' in (lead ?? {})));
    assert.equal(lead?.consent_text, person.consent_text);
    const story = await readLead(store, other?.ref ?? '');
    assert.match(story?.attempts[0]?.detail ?? '', /in_doubt: /);
    const [contact] = await collect(listContacts(store));
    assert.deepEqual([contact?.first_name, contact?.phone], ['Ximena', '628123456789']);
  });

  it('recognises a phone, a retry and a double as without encryption', async () => {
    const store = await testStore({ cipher: testCipher('k1') });
    const stage = await createStage({ store });
    await stage.post('/v1/leads', person, withKey('a-lead-of-Ximena'));
    const again = await stage.post('/v1/leads', person, withKey('a-lead-of-Ximena'));
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    const changed = { ...person, first_name: 'Xenia' };
    const reused = await stage.post('/v1/leads', changed, withKey('a-lead-of-Ximena'));
    assert.equal(reused.status, 422);
    await stage.post('/v1/leads', person, withKey('another-of-Ximena'));
    await stage.work();
    const states = (await collect(listLeads(store))).map(({ state }) => state);
    assert.deepEqual(states.toSorted(), ['delivered', 'duplicate']);
    assert.equal((await leadRefsOfPhone(store, '628123456789')).length, 2);
    assert.equal((await leadRefsOfPhone(store, '628123456780')).length, 0);
  });

  it('refuses a value that was changed, or moved to another row or column', async () => {
    const store = await testStore({ cipher: testCipher('k1') });
    const stage = await createStage({ store });
    await stage.post('/v1/leads', person, withKey('a-lead-of-Ximena'));
    const other = { ...goodLead, phone: '62899999999' };
    await stage.post('/v1/leads', other, withKey('another-lead'));
    const sealed = 'select min(first_name) from leads';
    const moves = [
      `update leads set first_name = last_name`,
      `update leads set first_name = (${sealed}) where first_name <> (${sealed})`,
      `update leads set phone_sealed = first_name`,
      `update leads set first_name = substr(first_name, 1, 12) || 'AAAA' || substr(first_name, 17)`,
    ];
    const raw = store.withoutPlugins();
    for (const move of moves) {
      await assert.rejects(
        raw.transaction().execute(async (transaction) => {
          await sql.raw(move).execute(transaction);
          const reader = transaction.withPlugin(new EncryptedColumns(testCipher('k1')));
          await reader.selectFrom('leads').selectAll().execute();
        }),
        /^CipherError: Cannot decrypt \["leads","(?:first_name|phone)","\w+"\]: it was changed/,
        move,
      );
    }
    assert.equal((await collect(listLeads(store))).length, 2);
  });

  it('keeps what a person decides about several leads', async () => {
    const store = await testStore({ cipher: testCipher('k1') });
    const stage = await createStage({ store });
    await stage.post('/v1/leads', person, withKey('a-lead-of-Ximena'));
    const other = { ...goodLead, phone: '62899999999' };
    await stage.post('/v1/leads', other, withKey('another-lead'));
    await store.updateTable('leads').set({ state: 'quarantined', due_at: null }).execute();
    const refs = (await collect(listLeads(store))).map(({ ref }) => ref);
    assert.deepEqual(await releaseLeads(store, refs, stage.now), new Set(refs));
    const story = await readLead(store, refs[0] ?? '');
    const said = 'released from quarantine by hand';
    assert.deepEqual([story?.lead.detail, story?.attempts[0]?.detail], [said, said]);
    assert(!(await stored(store)).includes(said));
  });

  it('decrypts single columns that a query names', async () => {
    const store = await testStore({ cipher: testCipher('k1') });
    const stage = await createStage({ store });
    await stage.post('/v1/leads', person, withKey('a-lead-of-Ximena'));
    const row = await store.selectFrom('leads').select(['phone', 'last_name']).executeTakeFirst();
    assert.deepEqual(row, { phone: '628123456789', last_name: 'Quispe' });
    const search = store.selectFrom('leads').select('ref').where('first_name', '=', 'Ximena');
    await assert.rejects(search.execute(), /Cannot look up leads\.first_name: it is encrypted/);
    const part = store.selectFrom('leads').select('ref').where('phone', 'like', '%8123%');
    await assert.rejects(part.execute(), /Cannot look up leads\.phone: it is a digest/);
  });
});

describe('encryptRows()', () => {
  it('encrypts clear rows after an interrupted call, and then finds nothing to do', async () => {
    const clear = await testStore();
    const stage = await createStage({ store: clear });
    await visit(stage, 'a-clear-lead');
    assert((await stored(clear)).includes('Ximena'));
    const cipher = testCipher('k1');
    const store = reopened(clear, cipher);
    // Leads that may still be sent are encrypted first, as when a server starts.
    await encryptUnsentLeads(store, cipher);
    const half = await collect(listLeads(store));
    assert.deepEqual(
      [half.length, half[0]?.first_name, half[1]?.last_name],
      [2, 'Ximena', 'Quispe'],
    );
    assert((await stored(store)).includes('Ximena'), 'the delivered one is still clear');
    assert.equal((await leadRefsOfPhone(store, '628123456789')).length, 1, 'and found');

    const done = await encryptRows(store, { cipher, digitsOf: normalisePhone });
    assert.equal(done.clear, done.changed);
    const text = await stored(store);
    for (const trace of traces) assert(!text.includes(trace), `${trace} is left`);
    assert.deepEqual(await encryptRows(store, { cipher, digitsOf: normalisePhone }), {
      rows: done.rows,
      changed: 0,
      clear: 0,
      unreadable: 0,
    });

    const after = await createStage({ store });
    after.now += 60_000;
    const retry = await after.post('/v1/leads', person, withKey('a-clear-lead-of-Ximena'));
    assert.equal(retry.headers.get('idempotent-replayed'), 'true');
    await after.post('/v1/leads', person, withKey('a-new-key-of-Ximena'));
    await after.work();
    const last = (await collect(listLeads(store))).at(-1);
    assert.equal(last?.state, 'duplicate', 'the embedded backend knows the phone');
  });

  it('leaves a row that cannot be decrypted as it is, and encrypts the others', async () => {
    const old = testCipher('k1');
    const store = await testStore({ cipher: old });
    await visit(await createStage({ store }), 'a-lead');
    const raw = store.withoutPlugins();
    const first = raw.selectFrom('leads').select('ref').orderBy('received_at').limit(1);
    await raw.updateTable('leads').set({ extra: '\u0001k1.x' }).where('ref', '=', first).execute();
    const cipher = testCipher('k2', 'k1');
    const done = await encryptRows(store, { cipher, digitsOf: normalisePhone });
    assert.equal(done.unreadable, 1);
    assert.deepEqual((await keysOfLeads(store)).toSorted(), ['k1', 'k2']);
  });

  it('rotates keys: the old one is needed until all is encrypted with the new one', async () => {
    const old = testCipher('k1');
    const store = await testStore({ cipher: old });
    await agreeOnKeys(store, old, 1);
    await visit(await createStage({ store }), 'a-lead');
    const both = testCipher('k2', 'k1');
    const rotating = reopened(store, both);
    await agreeOnKeys(rotating, both, 2);
    const before = await collect(listLeads(rotating));
    const done = await encryptRows(rotating, { cipher: both, digitsOf: normalisePhone });
    assert.deepEqual([done.clear, done.changed > 0], [0, true]);
    await assert.rejects(
      agreeOnKeys(rotating, testCipher('k2'), 3),
      /^CipherError: it is encrypted with key "k1" too/,
    );
    await forgetOtherKeys(rotating, both, 3);
    assert.deepEqual(await keysInUse(rotating), ['k2']);
    const alone = testCipher('k2');
    await agreeOnKeys(rotating, alone, 3);
    assert.deepEqual(await collect(listLeads(reopened(store, alone))), before);
    await assert.rejects(
      reopened(store, old).selectFrom('leads').selectAll().execute(),
      /^CipherError: Cannot decrypt: key "k2" is missing/,
    );
  });
});

describe('a store whose server has a new secret', () => {
  const phone = '628123456789';
  const cipher = cipherOfNewSecret('k1');
  const alone = cipherOfNewSecret('k1', { isAlone: true });

  /** A store with a lead from before a new secret, as the server with the new one opens it. */
  async function changedSecret(): Promise<Store> {
    const old = testCipher('k1');
    const store = await testStore({ cipher: old });
    await agreeOnKeys(store, old, 1);
    await visit(await createStage({ store }), 'a-lead');
    await agreeOnKeys(store, cipher, 2);
    return reopened(store, cipher);
  }

  it('still finds people by the previous secret, and takes nobody for a new person', async () => {
    const store = await changedSecret();
    assert.equal((await leadRefsOfPhone(store, phone)).length, 1);
    assert.equal((await findPhone(store, phone)).contacts.length, 1);
    const stage = await createStage({ store });
    stage.now += 60_000;
    const retry = await stage.post('/v1/leads', person, withKey('a-lead-of-Ximena'));
    assert.equal(retry.headers.get('idempotent-replayed'), 'true');
    await stage.post('/v1/leads', person, withKey('a-new-key-of-Ximena'));
    await stage.work();
    assert.equal((await collect(listLeads(store))).at(-1)?.state, 'duplicate');
    assert.equal((await leadRefsOfPhone(store, phone)).length, 2);
    assert.equal((await collect(listContacts(store))).length, 1);
  });

  it('never sends two leads of a phone at once, even if one is older than the new secret', async () => {
    const store = await changedSecret();
    // The second of them is in doubt after the vendor's odd reply.
    const another = normalisePhone('+62 812-3456-7899');
    const digests = async (): Promise<readonly unknown[]> => {
      const raw = store.withoutPlugins() as unknown as Rows;
      const rows = raw.selectFrom('leads').select('phone').where('state', '=', 'in_doubt');
      return (await rows.execute()).map((row) => row['phone']);
    };
    assert.deepEqual(await digests(), [testCipher('k1').digest(another)]);
    await encryptUnsentLeads(store, cipher);
    assert.deepEqual(await digests(), [cipher.digest(another)]);
  });

  it('no longer needs the previous secret once all phones have a digest by the new one', async () => {
    const store = await changedSecret();
    const before = [await collect(listLeads(store)), await collect(listContacts(store))];
    assert.equal(await needsPreviousSecret(store), true);
    await assert.rejects(
      agreeOnKeys(store, alone, 3),
      /by the PROMO_LEAD_SECRET before, which has to be PROMO_LEAD_PREVIOUS_SECRET$/,
    );
    await assert.rejects(
      agreeOnKeys(store, testCipher('k1'), 3),
      /its phones are looked up by another PROMO_LEAD_SECRET/,
    );
    const first = await encryptRows(store, { cipher, digitsOf: normalisePhone });
    assert.deepEqual([first.changed, first.clear], [3, 0], 'two leads and a contact');
    const again = await encryptRows(store, { cipher, digitsOf: normalisePhone });
    assert.equal(again.changed, 0);
    await forgetOtherKeys(store, cipher, 4);
    assert.equal(await needsPreviousSecret(store), false);
    await agreeOnKeys(store, alone, 4);
    const last = reopened(store, alone);
    assert.deepEqual([await collect(listLeads(last)), await collect(listContacts(last))], before);
    assert.equal((await leadRefsOfPhone(last, phone)).length, 1);
    assert.equal((await findPhone(last, phone)).contacts.length, 1);
  });
});

describe('agreeOnKeys()', () => {
  it('refuses to start without the keys, with another key of the same name, or with another secret', async () => {
    const cipher = testCipher('k1');
    const store = await testStore({ cipher });
    await agreeOnKeys(store, undefined, 1);
    await agreeOnKeys(store, cipher, 1);
    await agreeOnKeys(store, cipher, 2);
    await assert.rejects(agreeOnKeys(store, undefined, 2), /it is encrypted with key "k1"/);
    const foreign = { ...cipher, decrypt: () => assert.fail('tag does not fit') };
    await assert.rejects(agreeOnKeys(store, foreign, 2), /its key "k1" is another one/);
    const elsewhere = { ...cipher, digest: () => '\u0002another' };
    await assert.rejects(agreeOnKeys(store, elsewhere, 2), /another PROMO_LEAD_SECRET/);
  });

  it('never lets a store without a key take a digest for a phone', async () => {
    const store = await testStore({ cipher: testCipher('k1') });
    await (await createStage({ store })).post('/v1/leads', person, withKey('a-lead-of-Ximena'));
    const keyless = reopened(store);
    const reads = [
      () => collect(listLeads(keyless)),
      () => keyless.selectFrom('leads').select('phone').execute(),
      () => keyless.updateTable('leads').set({ attempts: 1 }).returningAll().execute(),
    ];
    for (const read of reads) await assert.rejects(read(), /^CipherError: Cannot read leads\.\w+/);
  });
});
