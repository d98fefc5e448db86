import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openStore } from '../../../src/node/store/open-store.ts';
import { postLead } from '../../support/command/post-lead.ts';
import { type Outcome, promoLead } from '../../support/command/promo-lead.ts';
import { spawnServer } from '../../support/command/spawn.ts';
import { eventually } from '../../support/poll.ts';
import { createStage, goodLead, withKey } from '../../support/proxy/proxy-stage.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const encrypted = {
  PROMO_LEAD_SECRET: 'a-secret-beside-no-store',
  PROMO_LEAD_ENCRYPTION_KEYS: `one:${'1f'.repeat(32)}`,
};

interface Exported {
  readonly phone: string;
  readonly leads: readonly Readonly<Record<string, unknown>>[];
  readonly contacts: readonly Readonly<Record<string, unknown>>[];
  readonly journal: readonly Readonly<Record<string, unknown>>[];
}

describe('promo-lead leads export --phone', () => {
  it('has all that is known of one person in one JSON document, and nobody else', async () => {
    const data = temporaryFolder();
    const file = join(data, 'promo-lead.db');
    const { store, close } = await openStore({ kind: 'sqlite', file });
    const stage = await createStage({ store });
    const agreed = { consent: true, consent_text: '  Call me,\n please. ' };
    const lead = { ...goodLead, promo_code: 'WELCOME10', extra: { city: 'Bogor' }, ...agreed };
    await stage.post('/v1/leads', lead, withKey('a-lead-of-Ana'));
    stage.now += 1000;
    await stage.post('/v1/leads', goodLead, withKey('another-of-Ana'));
    const other = { ...goodLead, first_name: 'Budi', phone: '62899999999', consent_text: 'No.' };
    await stage.post('/v1/leads', other, withKey('a-lead-of-Budi'));
    await stage.work();
    await store
      .insertInto('journal')
      .values({ at: 0, company_id: 'c', code: '62-812 3456 789', used: 0, reason: 'x' })
      .execute();
    await close();

    const args = ['leads', 'export', '--phone', '(+62) 812 3456 789', '--data', data];
    const { code, stdout } = await promoLead(args);
    assert.equal(code, 0);
    const exported = JSON.parse(stdout) as Exported;
    const [first = {}, second = {}] = exported.leads;
    assert.equal(exported.phone, '628123456789');
    assert.deepEqual(
      [first['state'], second['state'], exported.leads.length],
      ['delivered', 'duplicate', 2],
    );
    assert.deepEqual(first['extra'], { city: 'Bogor' });
    assert.deepEqual(
      [first['consent'], first['consent_text'], first['consent_at']],
      [true, 'Call me, please.', '2026-11-21T12:00:00.000Z'],
    );
    assert.match(JSON.stringify(first['redemption']), /"redeemed"/);
    assert.match(JSON.stringify(first['history']), /"attempt":1,"state":"delivered"/);
    const keys = JSON.stringify(first['idempotency_keys']);
    assert.match(keys, new RegExp(`"reply":{"ref":"${String(first['ref'])}"`));
    assert.deepEqual(
      exported.contacts.map((contact) => [contact['id'], contact['first_name']]),
      [['1', 'Ana']],
    );
    assert.deepEqual(
      exported.journal.map((entry) => entry['code']),
      ['62-812 3456 789'],
    );
    assert.doesNotMatch(stdout, /Budi/);
    const all = await promoLead(['leads', 'export', '--json', '--data', data]);
    const leads = JSON.parse(all.stdout) as readonly Record<string, unknown>[];
    const budi = leads.find(({ first_name }) => first_name === 'Budi');
    assert.deepEqual([budi?.['consent'], budi?.['consent_text']], [false, null]);
  });

  for (const [what, env] of [
    ['', {}],
    [', in an encrypted store too', encrypted],
  ] as const) {
    it(`names phones that may be the same, as erasing does${what}`, async () => {
      const data = temporaryFolder();
      const server = await spawnServer(['--data', data], env);
      const [long, local] = ['6281277770001', '081277770001'];
      await postLead(server.url, { phone: long });
      await postLead(server.url, { phone: local });
      const all = (): Promise<Outcome> =>
        promoLead(['leads', 'list', '--state', 'delivered', '--json', '--data', data], env);
      await eventually(
        async () => (JSON.parse((await all()).stdout) as unknown[]).length === 2 || undefined,
      );
      const see = (phone: string): string =>
        '1 more number is the same but for the country code or a zero. The same person? See:\n' +
        `  promo-lead leads export --phone ${phone}\n`;
      const exported = await promoLead(['leads', 'export', '--phone', long, '--data', data], env);
      assert.equal(exported.stderr, see(local));
      const args = ['leads', 'erase', '--phone', local, '--json', '--data', data];
      const erased = await promoLead(args, env);
      assert.equal(erased.stderr, see(long));
      assert.partialDeepStrictEqual(JSON.parse(erased.stdout), {
        leads: 1,
        contacts: 1,
        similar_phones: [long],
      });
      const last = await promoLead(['leads', 'erase', '--phone', long, '--data', data], env);
      assert.equal(last.stderr, '');
    });
  }

  it('takes either a phone or the options of a list', async () => {
    for (const option of ['--state=held', '--format=csv']) {
      const args = ['leads', 'export', '--phone', '628123456789', option];
      const { code, stderr } = await promoLead(args);
      assert.equal(code, 2);
      assert.match(stderr, /cannot be used with/);
    }
  });
});
