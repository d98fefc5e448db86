import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { run } from '../../../src/node/cli/run.ts';
import { loadConfig } from '../../../src/node/config/load.ts';
import { openStore } from '../../../src/node/store/open-store.ts';
import { newReceipt, storeLeads } from '../../../src/proxy/intake/store-leads.ts';
import type { LeadState } from '../../../src/store/index.ts';
import { promoLead } from '../../support/command/promo-lead.ts';
import { goodLead } from '../../support/proxy/proxy-stage.ts';
import { testStoreUrl } from '../../support/store/test-store.ts';

interface Data {
  readonly env: Readonly<Record<string, string>>;
  readonly refs: readonly string[];
  leads(...args: readonly string[]): ReturnType<typeof promoLead>;
  /** The refs of the leads in this state, oldest first. */
  inState(state: LeadState): Promise<readonly string[]>;
}

/** A store with a lead in each of these states. */
async function dataWith(states: readonly LeadState[]): Promise<Data> {
  const url = await testStoreUrl();
  const env = { PROMO_LEAD_STORE: url, PROMO_LEAD_SECRET: 'a-secret-that-servers-share' };
  const { store, close } = await openStore(loadConfig({ env }).store);
  const intakes = states.map((_, index) => {
    const receipt = newReceipt(index, undefined);
    return {
      lead: { ...goodLead, phone: `62812345${index}`, click_id: 'direct' },
      keyHash: receipt.ref,
      fingerprint: '',
      promoCode: undefined,
      receipt,
      refusal: receipt,
      now: index,
    };
  });
  await storeLeads(store, intakes);
  const refs = intakes.map(({ receipt }) => receipt.ref);
  for (const state of new Set(states)) {
    const those = refs.filter((_, index) => states[index] === state);
    await store
      .updateTable('leads')
      .set({ state, due_at: null })
      .where('ref', 'in', those)
      .execute();
  }
  await close();
  const leads: Data['leads'] = (...args) => promoLead(['leads', ...args, '--json'], env);
  const inState: Data['inState'] = async (state) => {
    const { stdout } = await leads('list', '--state', state);
    return (JSON.parse(stdout) as readonly { readonly ref: string }[]).map(({ ref }) => ref);
  };
  return { env, refs, leads, inState };
}

const queued = (refs: readonly string[]): unknown => refs.map((ref) => ({ ref, status: 'queued' }));

describe('promo-lead leads retry', () => {
  it('sends all again that are held or given up, or only those of one state', async () => {
    const { refs, leads, inState } = await dataWith(['held', 'rejected', 'dead', 'delivered']);
    const [held = '', rejected = '', dead = '', delivered = ''] = refs;
    const all = await leads('retry', '--all');
    assert.deepEqual([all.code, JSON.parse(all.stdout)], [0, queued([held, dead])]);
    assert.deepEqual(await inState('pending'), [held, dead]);
    assert.deepEqual(await inState('rejected'), [rejected]);
    const none = await leads('retry', '--all');
    assert.deepEqual([none.code, JSON.parse(none.stdout)], [0, []]);
    const refused = await leads('retry', '--all', '--state', 'rejected');
    assert.deepEqual(JSON.parse(refused.stdout), queued([rejected]));
    assert.deepEqual(await inState('delivered'), [delivered]);
  });

  it('sends the named ones again, and says which it cannot', async () => {
    const { refs, leads } = await dataWith(['held', 'rejected', 'delivered']);
    const several = await leads('retry', ...refs, 'nobody');
    assert.deepEqual([several.code, JSON.parse(several.stdout)], [1, queued(refs.slice(0, 2))]);
    assert.match(several.stderr, /Cannot retry 2 of them: \w+ is delivered; no ref is "nobody"/);
  });

  it('prints the record of a single named one, as before', async () => {
    const { refs, leads } = await dataWith(['held', 'delivered']);
    const [held = '', delivered = ''] = refs;
    const one = await leads('retry', held);
    assert.deepEqual([one.code, JSON.parse(one.stdout)], [0, { ref: held, status: 'queued' }]);
    const other = await leads('retry', delivered);
    assert.deepEqual([other.code, other.stdout], [1, '']);
    assert.match(other.stderr, /Cannot retry lead \w+: it is delivered/);
  });

  it('sends nothing by mistake: either refs or all of a state must be given', async () => {
    const { refs, leads, inState } = await dataWith(['held']);
    const [ref = ''] = refs;
    for (const [args, words] of [
      [[], /name leads by their refs, or use --all/],
      [['--state', 'held'], /name leads by their refs, or use --all/],
      [['--all', ref], /name leads by their refs, or use --all/],
      [[ref, '--state', 'held'], /--state goes with --all alone/],
      [['--all', '--state', 'quarantined'], /Allowed choices are held, dead, rejected/],
    ] as const) {
      const slip = await leads('retry', ...args);
      assert.deepEqual([slip.code, slip.stdout], [2, ''], args.join(' '));
      assert.match(slip.stderr, words);
    }
    assert.deepEqual(await inState('held'), refs);
  });

  it('sends all even if nobody reads its output to the end, as with head', async () => {
    const { env, refs, inState } = await dataWith(Array.from({ length: 350 }, () => 'held'));
    const stdout = new Writable({
      write: (_, __, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    }).on('error', () => {});
    const stderr = new Writable({ write: (_, __, done) => done() });
    assert.equal(await run(['leads', 'retry', '--all'], { stdout, stderr, env }), 0);
    assert.equal((await inState('pending')).length, refs.length);
  });
});
