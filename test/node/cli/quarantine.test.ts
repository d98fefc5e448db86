import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { run } from '../../../src/node/cli/run.ts';
import { loadConfig } from '../../../src/node/config/load.ts';
import { openStore } from '../../../src/node/store/open-store.ts';
import { newReceipt, storeLeads } from '../../../src/proxy/intake/store-leads.ts';
import { promoLead } from '../../support/command/promo-lead.ts';
import { goodLead } from '../../support/proxy/proxy-stage.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const spam = { score: 100, reasons: ['link'], isQuarantined: true } as const;

/** A folder with leads in quarantine and one that is not. Returns their refs. */
async function dataWithLeads(count = 3): Promise<{ data: string; refs: readonly string[] }> {
  const data = temporaryFolder();
  const { store, close } = await openStore(loadConfig({ env: { PROMO_LEAD_DATA: data } }).store);
  const found = [...Array.from({ length: count }, () => spam), undefined];
  const intakes = found.map((score, index) => {
    const receipt = newReceipt(index, undefined);
    return {
      lead: { ...goodLead, phone: `6281234567${index}`, click_id: 'direct' },
      keyHash: receipt.ref,
      fingerprint: '',
      promoCode: undefined,
      spam: score,
      receipt,
      refusal: receipt,
      now: index,
    };
  });
  await storeLeads(store, intakes);
  await close();
  return { data, refs: intakes.map(({ receipt }) => receipt.ref) };
}

describe('promo-lead leads release, purge', () => {
  it('release and purge the named ones, and say which they cannot', async () => {
    const { data, refs } = await dataWithLeads();
    const [one = '', two = '', three = '', pending = ''] = refs;
    const leads = (...args: string[]): ReturnType<typeof promoLead> =>
      promoLead(['leads', ...args, '--json', '--data', data]);
    const inQuarantine = async (): Promise<unknown> => {
      const { stdout } = await leads('list', '--state', 'quarantined');
      const rows = JSON.parse(stdout) as readonly { readonly ref: string; spam: unknown }[];
      for (const row of rows) assert.deepEqual(row.spam, spam);
      return rows.map(({ ref }) => ref);
    };
    assert.deepEqual(await inQuarantine(), [one, two, three]);

    const released = await leads('release', one, pending, 'nobody');
    assert.deepEqual(JSON.parse(released.stdout), [{ ref: one, status: 'released' }]);
    assert.equal(released.code, 1);
    assert.match(released.stderr, /Cannot release 2 of them: \w+ is pending; no ref is "nobody"/);
    const purged = await leads('purge', two);
    assert.deepEqual(
      [purged.code, JSON.parse(purged.stdout)],
      [0, [{ ref: two, status: 'purged' }]],
    );
    assert.deepEqual(await inQuarantine(), [three]);
    assert.match((await leads('retry', three)).stderr, /it is quarantined/);
    const doctor = await promoLead(['doctor', '--data', data], { PROMO_LEAD_DATA: data });
    assert.match(
      doctor.stdout,
      /1 quarantined\n.* --state quarantined, or \S+#\/leads\?state=quarantined/,
    );
  });

  it('handle all even if nobody reads their output to the end, as with head', async () => {
    const { data, refs } = await dataWithLeads(700);
    const stdout = new Writable({
      write: (_, __, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    }).on('error', () => {});
    const stderr = new Writable({ write: (_, __, done) => done() });
    const args = ['leads', 'release', '--all', '--data', data];
    assert.equal(await run(args, { stdout, stderr, env: {} }), 0);
    const pending = await promoLead([
      'leads',
      'list',
      '--state',
      'pending',
      '--json',
      '--data',
      data,
    ]);
    assert.equal((JSON.parse(pending.stdout) as object[]).length, refs.length);
  });

  it('throw nothing away by mistake: either refs or --all must be given', async () => {
    const { data, refs } = await dataWithLeads();
    for (const args of [[], ['--all', refs[0] ?? '']]) {
      const slip = await promoLead(['leads', 'purge', ...args, '--data', data]);
      assert.deepEqual([slip.code, slip.stdout], [2, '']);
      assert.match(slip.stderr, /name leads by their refs, or use --all/);
    }
    const all = await promoLead(['leads', 'purge', '--all', '--json', '--data', data]);
    assert.equal((JSON.parse(all.stdout) as object[]).length, 3);
    const none = await promoLead(['leads', 'release', '--all', '--data', data]);
    assert.deepEqual([none.code, none.stdout], [0, '']);
    assert.match(none.stderr, /No lead is in quarantine/);
    const named = await promoLead(['leads', 'release', 'nope', '--data', data]);
    assert.doesNotMatch(named.stderr, /No lead is in quarantine/);
    assert.match(named.stderr, /no ref is "nope"/);
    const left = await promoLead(['leads', 'list', '--json', '--data', data]);
    assert.deepEqual(
      (JSON.parse(left.stdout) as readonly { ref: string }[]).map(({ ref }) => ref),
      [refs[3]],
    );
  });
});
