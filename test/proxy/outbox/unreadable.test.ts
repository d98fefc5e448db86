import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { findContacts, listContacts } from '../../../src/backend/index.ts';
import { erasePerson } from '../../../src/owner/index.ts';
import { leadRecord } from '../../../src/owner/leads/lead-record.ts';
import {
  allLeads,
  findLeads,
  listLeads,
  readLead,
  type StoredLead,
} from '../../../src/proxy/index.ts';
import { eraseLeads } from '../../../src/proxy/leads/erase-leads.ts';
import { transact, unreadable } from '../../../src/store/index.ts';
import { collect } from '../../support/collect.ts';
import { createStage, sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import { contact, countOf } from '../../support/proxy/vendor-calls.ts';
import { reopened } from '../../support/store/personal-rows.ts';
import { testCipher } from '../../support/store/test-cipher.ts';
import { testStore } from '../../support/store/test-store.ts';

async function accept(stage: Stage, phone: string): Promise<string> {
  return sendLead(stage, `a-lead-of-${phone}`, { phone });
}

/** Changes one letter of the encrypted name. */
async function damage({ store }: Stage, ref: string): Promise<void> {
  const broken = sql<string>`substr(first_name, 1, 12) || 'AAAA' || substr(first_name, 17)`;
  const raw = store.withoutPlugins().updateTable('leads').where('ref', '=', ref);
  await raw.set({ first_name: broken }).execute();
}

async function stateOf({ store }: Stage, ref: string): Promise<string | undefined> {
  const row = store.selectFrom('leads').select('state').where('ref', '=', ref);
  return (await row.executeTakeFirst())?.state;
}

describe('a lead that cannot be decrypted', () => {
  it('is held, or left to a server with its key, and holds up no other lead', async () => {
    const store = await testStore({ cipher: testCipher('k1') });
    const stage = await createStage({ store });
    const newer = await createStage({ store: reopened(store, testCipher('k2', 'k1')) });
    const damaged = await accept(stage, '62810000001');
    await damage(stage, damaged);
    const foreign = await accept(newer, '62810000002');
    const whole = await accept(stage, '62810000003');
    await stage.work();
    const states = async (): Promise<readonly unknown[]> =>
      Promise.all([damaged, foreign, whole].map((ref) => stateOf(stage, ref)));
    assert.deepEqual(await states(), ['held', 'pending', 'delivered']);
    assert.equal(countOf(stage, contact), 1);
    newer.now += 60_000;
    await newer.work();
    assert.deepEqual(await states(), ['held', 'delivered', 'delivered']);
  });

  it('is shown as unreadable, and hides no other', async () => {
    const store = await testStore({ cipher: testCipher('k1') });
    const stage = await createStage({ store });
    const ref = await accept(stage, '62810000001');
    await accept(stage, '62810000002');
    await stage.work();
    const broken = { extra: '\u0001k1.x', first_name: '\u0001k1.x' };
    const raw = store.withoutPlugins();
    // Two calls at once: either contact may be the first.
    const contactId = Number((await readLead(store, ref))?.lead.contact_id);
    await raw.updateTable('leads').set(broken).where('ref', '=', ref).execute();
    const ofContact = { first_name: '\u0001k1.x' };
    await raw.updateTable('contacts').set(ofContact).where('id', '=', contactId).execute();
    const shown = (leads: readonly StoredLead[]): readonly unknown[] =>
      leads
        .toSorted((one, other) => (one.phone < other.phone ? -1 : 1))
        .map((lead) => leadRecord({ ...lead, promo_code_state: null, promo_code_reason: null }))
        .map(({ first_name, phone, extra }) => [first_name, phone, extra]);
    const both = [
      [unreadable, '62810000001', { error: unreadable }],
      ['Ana', '62810000002', null],
    ];
    assert.deepEqual(shown(await collect(listLeads(store))), both);
    assert.deepEqual(shown(await collect(allLeads(store, {}, nextTurn))), both);
    assert.deepEqual(shown((await findLeads(store, {}, { limit: 9 })).leads), both);
    const story = await readLead(store, ref);
    assert.equal(story?.lead.first_name, unreadable);
    const names = (await collect(listContacts(store))).map(({ first_name }) => first_name);
    assert.deepEqual(names.toSorted(), ['Ana', unreadable]);
    assert.equal((await findContacts(store, { limit: 9 })).contacts.length, 2);
    const erased = await erasePerson(store, '62810000001');
    assert.deepEqual(erased.status === 'erased' && [erased.refs, erased.contact?.first_name], [
      [ref],
      unreadable,
    ]);
  });

  it('is settled if its process ended in mid-call, and can be erased', async () => {
    const stage = await createStage({ store: await testStore({ cipher: testCipher('k1') }) });
    const ref = await accept(stage, '62810000001');
    await damage(stage, ref);
    const left = { state: 'sending', due_at: null, lease_until: stage.now } as const;
    await stage.store.updateTable('leads').set(left).execute();
    await stage.work();
    assert.equal(await stateOf(stage, ref), 'in_doubt');
    const erasure = await transact(stage.store, (within) => eraseLeads(within, [ref]));
    assert.equal(erasure.status, 'erased');
  });
});
