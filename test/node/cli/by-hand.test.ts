import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadConfig } from '../../../src/node/config/load.ts';
import { openStore } from '../../../src/node/store/open-store.ts';
import { promoLead } from '../../support/command/promo-lead.ts';
import { createStage, type Fault, goodLead, withKey } from '../../support/proxy/proxy-stage.ts';
import { check, contact } from '../../support/proxy/vendor-calls.ts';
import { testStoreUrl } from '../../support/store/test-store.ts';

const says =
  (body: object): Fault =>
  () =>
    Promise.resolve(Response.json(body));

interface ByHand {
  readonly refs: Readonly<Record<'held' | 'doubtful' | 'kept', string>>;
  json<T>(...args: readonly string[]): Promise<T>;
}

/** A held lead, a use of a code in doubt, and a use that was refused because of our set-up. */
async function waitingForPerson(): Promise<ByHand> {
  const url = await testStoreUrl();
  const { store, close } = await openStore(loadConfig({ env: { PROMO_LEAD_STORE: url } }).store);
  const stage = await createStage({ store });
  const send = async (phone: string, path: string, fault: Fault): Promise<string> => {
    stage.faults.set(path, fault);
    const lead = { ...goodLead, phone, promo_code: 'WELCOME10' };
    const reply = await stage.post('/v1/leads', lead, withKey(`the-key-of-${phone}`));
    await stage.work();
    stage.faults.clear();
    return ((await reply.json()) as { readonly ref: string }).ref;
  };
  const refs = {
    held: await send('62810000001', contact, says({ status: 'invalid product name' })),
    doubtful: await send('62810000002', check, async () => new Response('', { status: 502 })),
    kept: await send('62810000003', check, says({ type: 'error', msg: 'Invalid token' })),
  };
  await close();
  return {
    refs,
    async json(...args) {
      // The exit code is ignored: a test database may fail checks that a real one must pass.
      const env = { PROMO_LEAD_STORE: url, PROMO_LEAD_SECRET: 'a-secret-that-servers-share' };
      const { stdout, stderr } = await promoLead([...args, '--json'], env);
      assert.equal(stderr, '');
      return JSON.parse(stdout) as never;
    },
  };
}

/** Leads that a server was sending when it died, and whose lease is over. */
async function leadsInMidCall(
  phones: readonly string[],
): Promise<{ readonly url: string; readonly refs: readonly string[] }> {
  const url = await testStoreUrl();
  const { store, close } = await openStore(loadConfig({ env: { PROMO_LEAD_STORE: url } }).store);
  const stage = await createStage({ store });
  const refs: string[] = [];
  for (const phone of phones) {
    const reply = await stage.post(
      '/v1/leads',
      { ...goodLead, phone },
      withKey(`key-of-${phone}-`),
    );
    refs.push(((await reply.json()) as { readonly ref: string }).ref);
  }
  await store
    .updateTable('leads')
    .set({ state: 'sending', attempts: 1, fence: 1, lease_until: Date.now() - 1 })
    .execute();
  await close();
  return { url, refs };
}

describe('what needs a person', () => {
  it('is counted by the doctor, uses of promo codes too', async () => {
    const { json } = await waitingForPerson();
    const checks = await json<Record<string, unknown>[]>('doctor');
    assert.deepEqual(
      checks.filter(({ status, check: name }) => status === 'warning' && name === 'code uses'),
      [
        {
          check: 'code uses',
          status: 'warning',
          detail: '2 in doubt or held',
          advice: 'See: promo-lead codes unconfirmed, or /console/#/codes',
        },
      ],
    );
  });

  it('is listed, and settled with what a person found at the vendor', async () => {
    const { refs, json } = await waitingForPerson();
    const waiting = await json<{ id: string; lead: string; state: string }[]>(
      'codes',
      'unconfirmed',
    );
    assert.deepEqual(
      waiting.map(({ lead, state }) => [lead, state]),
      [
        [refs.doubtful, 'unconfirmed'],
        [refs.kept, 'held'],
      ],
    );
    const [doubtful, kept] = waiting.map(({ id }) => id);
    assert(doubtful !== undefined && kept !== undefined);
    const settled = await json('codes', 'settle', doubtful, '--redeemed');
    assert.deepEqual(settled, { id: doubtful, state: 'redeemed' });
    assert.deepEqual(await json('codes', 'settle', kept, '--refused'), {
      id: kept,
      state: 'refused',
    });
    assert.deepEqual(await json('codes', 'unconfirmed'), []);
    const story = await json('leads', 'show', refs.doubtful);
    assert.match(JSON.stringify(story), /"redeemed".*settled by hand/);
  });

  it('is sent once the vendor takes our token again: all held uses, none that is in doubt', async () => {
    const { json } = await waitingForPerson();
    const [doubtful, kept] = await json<{ id: string; state: string }[]>('codes', 'unconfirmed');
    assert.deepEqual([doubtful?.state, kept?.state], ['unconfirmed', 'held']);
    const retry = ['codes', 'retry', '--all'] as const;
    assert.deepEqual(await json(...retry), [{ id: kept?.id, status: 'queued' }]);
    assert.deepEqual(await json('codes', 'unconfirmed'), [doubtful]);
    assert.deepEqual(await json(...retry), []);
  });

  it('is no longer being sent once its process died, even if no server runs', async () => {
    const [settled, erased] = ['62810000011', '62810000012'];
    const { url, refs } = await leadsInMidCall([settled, erased]);
    const env = { PROMO_LEAD_STORE: url, PROMO_LEAD_SECRET: 'a-secret-that-servers-share' };
    const leads = (...args: string[]): ReturnType<typeof promoLead> =>
      promoLead(['leads', ...args, '--json'], env);
    const underWay = async (): Promise<string | undefined> => {
      const { stdout } = await promoLead(['doctor', '--json'], env);
      const checks = JSON.parse(stdout) as readonly { check: string; detail: string }[];
      return checks.find((each) => each.check === 'to be sent')?.detail;
    };
    assert.equal(await underWay(), 'leads: 2, uses of promo codes: 0');
    const outcome = await leads('erase', '--phone', erased);
    assert.equal(outcome.code, 0, outcome.stderr);
    assert.equal((JSON.parse(outcome.stdout) as Record<string, unknown>)['leads'], 1);
    assert.equal((await leads('settle', refs[0] ?? '', '--rejected')).code, 0);
    assert.equal(await underWay(), 'nothing');
  });

  it('is not settled with an empty answer, as from an unset variable of a shell', async () => {
    const slip = await promoLead(['leads', 'settle', 'any', '--delivered', '']);
    assert.deepEqual([slip.code, slip.stdout], [2, '']);
    assert.match(slip.stderr, /It must be an ID\./);
  });

  it('is never offered the opposite of what a person meant', async () => {
    const slip = await promoLead(['codes', 'settle', 'any', '--used']);
    assert.deepEqual([slip.code, slip.stdout], [2, '']);
    assert.match(slip.stderr, /unknown option '--used'/);
    assert.doesNotMatch(slip.stderr, /Did you mean/);
  });

  it('releases its promo code when a lead is settled as rejected', async () => {
    const { refs, json } = await waitingForPerson();
    const rejected = await json('leads', 'settle', refs.held, '--rejected');
    assert.deepEqual(rejected, { ref: refs.held, state: 'rejected' });
    assert.match(JSON.stringify(await json('leads', 'show', refs.held)), /"released"/);
  });
});
