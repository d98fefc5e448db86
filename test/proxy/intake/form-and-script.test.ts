import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  correctLead,
  eraseLeads,
  type LeadErasure,
  leadRefsOfPhone,
} from '../../../src/proxy/index.ts';
import { transact } from '../../../src/store/index.ts';
import { createStage, goodLead, type Stage, withKey } from '../../support/proxy/proxy-stage.ts';
import { contact, countOf } from '../../support/proxy/vendor-calls.ts';
import { testCipher } from '../../support/store/test-cipher.ts';
import { testStore } from '../../support/store/test-store.ts';
import { twoStores } from '../../support/store/two-stores.ts';

type Fields = Readonly<Record<string, string>>;

/** What the plain form of a page sends. */
const typed: Fields = { ...goodLead, promo_code: 'welcome10' };
/** The same as the element sends it, with what only a script knows. */
const composed = {
  ...goodLead,
  phone: '628123456789',
  promo_code: 'WELCOME10',
  click_id: 'click-7',
  attribution: { first: { click_id: 'click-7', at: '2026-11-21T11:59:00.000Z' } },
  signals: { elapsed_ms: 2062 },
  locale: 'id',
};
const minuteMs = 60_000;
/** A little longer than the two are one lead. */
const laterMs = 6 * minuteMs;

async function byForm(stage: Stage, fields: Fields = typed): Promise<Response> {
  const reply = await stage.post('/v1/leads', new URLSearchParams(fields).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
  assert.equal(reply.status, 202);
  return reply;
}

async function byScript(stage: Stage, key: string, fields: object = {}): Promise<Response> {
  const reply = await stage.post('/v1/leads', { ...composed, ...fields }, withKey(key));
  assert.equal(reply.status, 202);
  return reply;
}

/** It begins with the time of the stage, which nothing else in a page does. */
async function refOf(reply: Response): Promise<string> {
  const text = await reply.text();
  const [ref] = /\b1ng[0-9a-hjkmnp-tv-z]{13}\b/.exec(text) ?? [];
  assert.ok(ref !== undefined, text);
  return ref;
}

async function refsIn({ store }: Stage): Promise<readonly string[]> {
  const leads = await store.selectFrom('leads').select('ref').orderBy('ref').execute();
  return leads.map(({ ref }) => ref);
}

/** How many times the vendor was asked to make a contact. */
async function contactsOf(stage: Stage): Promise<number> {
  await stage.work();
  return countOf(stage, contact);
}

describe('a lead that both a plain form and its script send', () => {
  it('is one if the script sends it while the form waits', async () => {
    const stage = await createStage();
    const ref = await refOf(await byForm(stage));
    stage.now += minuteMs;
    const reply = await byScript(stage, 'key-of-the-script');
    assert.equal(reply.headers.get('idempotent-replayed'), 'true');
    assert.equal(await refOf(reply), ref);
    assert.deepEqual(await refsIn(stage), [ref]);
    assert.equal(await contactsOf(stage), 1);
  });

  it('is one if the script was first', async () => {
    const stage = await createStage();
    const ref = await refOf(await byScript(stage, 'key-of-the-script'));
    stage.now += minuteMs;
    assert.equal(await refOf(await byForm(stage)), ref);
    assert.deepEqual(await refsIn(stage), [ref]);
    assert.equal(await contactsOf(stage), 1);
  });

  it('stays one for a retry of either, however late', async () => {
    for (const isFormFirst of [true, false]) {
      const stage = await createStage();
      const ways = [() => byForm(stage), () => byScript(stage, 'key-of-the-script')];
      if (!isFormFirst) ways.reverse();
      const refs = new Set<string>();
      for (const way of [...ways, ...ways]) {
        refs.add(await refOf(await way()));
        stage.now += laterMs / 2;
      }
      assert.deepEqual([...refs], await refsIn(stage));
      assert.equal(refs.size, 1);
    }
  });

  it('is another one if the same is ordered minutes later', async () => {
    const stage = await createStage();
    await byForm(stage);
    stage.now += laterMs;
    await byScript(stage, 'second-order');
    assert.equal((await refsIn(stage)).length, 2);

    const other = await createStage();
    await byScript(other, 'first-order');
    other.now += laterMs;
    await byForm(other);
    assert.equal((await refsIn(other)).length, 2);
  });

  it('is two if anything else was entered', async () => {
    const others: readonly Fields[] = [
      { first_name: 'Budi' },
      { phone: '62899999999' },
      { product: 'cambogia' },
      { promo_code: 'PAUSED' },
      { company: 'another' },
    ];
    for (const other of others) {
      const stage = await createStage();
      await byForm(stage);
      await byScript(stage, 'another-lead', other);
      assert.equal((await refsIn(stage)).length, 2, JSON.stringify(other));

      const reversed = await createStage();
      await byScript(reversed, 'another-lead', other);
      await byForm(reversed);
      assert.equal((await refsIn(reversed)).length, 2, JSON.stringify(other));
    }
  });

  it('is one by any name of its product, and for the default company', async () => {
    const stage = await createStage({ company: 'shop' });
    await byForm(stage, { ...typed, product: 'cambogia' });
    await byScript(stage, 'key-of-the-script', { product: 'garcinia-cambogia', company: 'shop' });
    assert.equal((await refsIn(stage)).length, 1);
  });

  it('is two by script under two keys, if no form sent it', async () => {
    const stage = await createStage();
    await byScript(stage, 'first-order');
    await byScript(stage, 'second-order');
    assert.equal((await refsIn(stage)).length, 2);
  });

  it('is another one with more of the page’s own fields, and not with fewer', async () => {
    const own = { 'extra[city]': 'Medan', 'extra[note]': '' };
    const extra = { city: 'Medan' };
    const cases: readonly (readonly [form: Fields, script: object, leads: number])[] = [
      [own, { extra }, 1],
      [own, { extra: { city: 'Jakarta' } }, 2],
      [own, {}, 1],
      [{}, { extra }, 2],
    ];
    for (const [form, script, leads] of cases) {
      const stage = await createStage();
      await byForm(stage, { ...typed, ...form });
      await byScript(stage, 'key-of-the-script', script);
      assert.equal((await refsIn(stage)).length, leads, JSON.stringify([form, script]));
    }
    for (const [form, script, leads] of cases) {
      const stage = await createStage();
      await byScript(stage, 'key-of-the-script', script);
      await byForm(stage, { ...typed, ...form });
      const isLess = Object.keys(form).length === 0;
      const isMore = Object.keys(script).length === 0;
      const expected = isLess ? 1 : isMore ? 2 : leads;
      assert.equal((await refsIn(stage)).length, expected, JSON.stringify([script, form]));
    }
  });

  it('is found by its last form if two orders differ in the page’s own fields', async () => {
    const stage = await createStage();
    const refs = new Map<string, string>();
    for (const size of ['M', 'L']) {
      refs.set(size, await refOf(await byForm(stage, { ...typed, 'extra[size]': size })));
    }
    for (const [size, ref] of refs) {
      assert.equal(await refOf(await byScript(stage, `key-of-${size}`, { extra: { size } })), ref);
    }
    assert.equal((await refsIn(stage)).length, 2);
  });

  it('is one if both arrive at once, and takes one use of its code', async () => {
    const stage = await createStage();
    const said = { promo_code: 'ONCE' };
    const replies = await Promise.all([
      byScript(stage, 'first-of-two', said),
      byForm(stage, { ...typed, ...said }),
      byForm(stage, { ...typed, ...said, click_id: 'of the page' }),
    ]);
    const refs = new Set(await Promise.all(replies.map(refOf)));
    assert.deepEqual([...refs], await refsIn(stage));
    const uses = await stage.store.selectFrom('redemptions').select('state').execute();
    assert.deepEqual(
      uses.map(({ state }) => state),
      ['waiting'],
    );
    const keys = await stage.store.selectFrom('idempotency_keys').select('reply').execute();
    assert.equal(new Set(keys.map(({ reply }) => reply)).size, 1);
  });

  it('answers both with the final outcome of the code', async () => {
    const stage = await createStage();
    const said = { promo_code: 'ONCE' };
    const other = { ...said, phone: '62899999999' };
    const replies = await Promise.all([
      byScript(stage, 'takes-the-use', said),
      byScript(stage, 'has-none-left', other),
      byForm(stage, { ...typed, ...other }),
    ]);
    const told = await Promise.all(replies.map((reply) => reply.text()));
    const [first = '', second = '', page = ''] = told;
    assert.match(first + second, /"valid"/);
    assert.equal(/"valid"/.test(second), !page.includes('could not be accepted'));
    assert.equal((await refsIn(stage)).length, 2);
  });

  it('is one even if it reaches two servers at once', async () => {
    const [one, other] = await twoStores();
    const first = await createStage({ store: one });
    const second = await createStage({ store: other });
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const phone = String(62810000000 + Math.floor(index / 2));
        const stage = index % 4 < 2 ? first : second;
        const twin = stage === first ? second : first;
        return index % 2
          ? byForm(stage, { ...typed, phone })
          : byScript(twin, `key-number-${index}`, { phone });
      }),
    );
    assert.equal((await refsIn(first)).length, 20);
  });

  it('is one in an encrypted store, even if other rows cannot be read', async () => {
    const store = await testStore({ cipher: testCipher('k1') });
    const stage = await createStage({ store, secret: 'server secret' });
    const own = { 'extra[city]': 'Medan' };
    await byScript(stage, 'key-of-the-script', { extra: { city: 'Medan' } });
    await byForm(stage, { ...typed, ...own });
    await byScript(stage, 'another-key', { extra: { city: 'Medan' } });
    assert.equal((await refsIn(stage)).length, 1);
    const keys = await store.withoutPlugins().selectFrom('idempotency_keys').selectAll().execute();
    assert.doesNotMatch(JSON.stringify(keys), /Ana|Wijaya|628123456789|Medan/);

    // Of another row, so it cannot be decrypted.
    const [sealed] = await store.withoutPlugins().selectFrom('leads').selectAll().execute();
    await byScript(stage, 'of-another', { first_name: 'Budi' });
    const text = sealed?.first_name ?? '';
    await store.withoutPlugins().updateTable('leads').set({ first_name: text }).execute();
    await byForm(stage, { ...typed, last_name: 'Other' });
    assert.equal((await refsIn(stage)).length, 3);
  });

  it('is one even after its owner has corrected it, whichever is retried', async () => {
    const stage = await createStage({ secret: 'server secret' });
    const ref = await refOf(await byForm(stage));
    const correction = { ref, fields: { phone: '62899999999', last_name: 'Sari' }, products: [] };
    const { status } = await correctLead(stage.store, { ...correction, now: stage.now });
    assert.equal(status, 'queued');
    assert.equal(await refOf(await byScript(stage, 'key-of-the-script')), ref);
    assert.equal(await refOf(await byForm(stage)), ref);
    // The corrected fields get the same receipt too.
    const right = { ...typed, phone: '62899999999', last_name: 'Sari' };
    assert.equal(await refOf(await byForm(stage, right)), ref);
    assert.deepEqual(await refsIn(stage), [ref]);
    assert.equal(await contactsOf(stage), 1);
  });

  it('leaves no key behind when it is erased', async () => {
    const stage = await createStage();
    await byForm(stage, { ...typed, 'extra[city]': 'Medan' });
    await byScript(stage, 'key-of-the-script', { extra: { city: 'Medan' } });
    const refs = await leadRefsOfPhone(stage.store, composed.phone);
    const erased = await transact(stage.store, (transaction): Promise<LeadErasure> =>
      eraseLeads(transaction, refs),
    );
    assert.equal(erased.status, 'erased');
    const keys = await stage.store.selectFrom('idempotency_keys').select('key_hash').execute();
    assert.deepEqual(keys, []);
  });
});
