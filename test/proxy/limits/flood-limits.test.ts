import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BatchedReads } from '../../../src/proxy/limits/batched-reads.ts';
import { Digests } from '../../../src/proxy/limits/buckets.ts';
import { Challenges } from '../../../src/proxy/limits/challenges.ts';
import { FloodLimits } from '../../../src/proxy/limits/flood-limits.ts';
import { ProofOfWork } from '../../../src/proxy/limits/proof-of-work.ts';
import { Rates } from '../../../src/proxy/limits/rates.ts';
import { Tallies } from '../../../src/proxy/limits/tallies.ts';
import type { Visit } from '../../../src/proxy/limits/visit.ts';
import { ProblemError } from '../../../src/proxy/problem-reply.ts';
import {
  challengeIn,
  crowd,
  easyLimits,
  postLead,
  tally,
  working,
} from '../../support/proxy/flood.ts';
import {
  createStage,
  goodLead,
  pageOrigin,
  type Stage,
  type StageOptions,
} from '../../support/proxy/proxy-stage.ts';
import { solve } from '../../support/proxy/solve-challenge.ts';
import { testStore } from '../../support/store/test-store.ts';

/** The address that a carrier's thousands of phones share. */
const carrier = '203.0.113.5';

/** So few that a test need not send thousands; a quarter of them is counted in memory alone. */
const few = {
  address: { free: 20, withProof: 100, intervalMs: 30_000, hasHardLimit: true },
  all: { free: 40, withProof: 40, intervalMs: 500, hasHardLimit: false },
};
const fewLimits = { ...easyLimits, floods: { lead: few, 'promo-code': few } };

async function limitedStage(options: StageOptions = {}): Promise<Stage> {
  const stage = await createStage({ limits: fewLimits, ...options });
  return Object.assign(stage, { remoteAddress: carrier });
}

async function statesOf({ store }: Stage): Promise<Readonly<Record<string, number>>> {
  const rows = await store
    .selectFrom('leads')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

function postForm(stage: Stage, phone: string): Promise<Response> {
  return stage.proxy(
    new Request('https://proxy.example/v1/leads', {
      method: 'POST',
      headers: { origin: pageOrigin, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...goodLead, phone }),
    }),
    { remoteAddress: carrier },
  );
}

describe('POST /v1/leads, by a flood', () => {
  it('takes and delivers the leads of 1,000 visitors behind one address, and of those after them', async () => {
    const stage = await limitedStage({ limits: easyLimits });
    const crowded = await crowd(1000, () => postLead(stage));
    assert.deepEqual(tally(crowded), { 202: 1000 });
    const asked = await postLead(stage);
    assert.equal(asked.status, 403);
    assert.equal((await challengeIn(asked)).parameters.data?.['action'], 'lead');
    const later = await crowd(20, (i) => {
      const fields = { phone: `6281999${String(i).padStart(6, '0')}` };
      return working((headers) => postLead(stage, fields, headers));
    });
    assert.deepEqual(tally(later), { 202: 20 });
    await stage.work();
    assert.deepEqual(await statesOf(stage), { delivered: 1020 });

    // A lead without the work is taken too, gets the same receipt, and waits for the owner.
    const unable = await postLead(stage, {}, { 'challenge-solution': 'none' });
    const able = later[0] as Response;
    assert.equal(unable.status, 202);
    assert.deepEqual(
      Object.keys((await unable.json()) as object),
      Object.keys((await able.json()) as object),
    );
    assert.equal((await postForm(stage, '6281777000001')).status, 202);
    await stage.work();
    assert.deepEqual(await statesOf(stage), { delivered: 1020, quarantined: 2 });

    // Another server, or this one after a restart.
    const restarted = await limitedStage({ limits: easyLimits, store: stage.store });
    assert.equal((await postLead(restarted)).status, 403);
    Object.assign(restarted, { remoteAddress: '198.51.100.1' });
    assert.equal((await postLead(restarted)).status, 202);
    // Half a minute makes room for one; twenty more came than are free.
    Object.assign(restarted, { remoteAddress: carrier, now: restarted.now + 21 * 30_000 });
    assert.deepEqual(
      [(await postLead(restarted)).status, (await postLead(restarted)).status],
      [202, 403],
    );
  });

  it('answers a retry from the store, whatever came in between', async () => {
    const stage = await limitedStage();
    const first = await postLead(stage, goodLead, { 'idempotency-key': 'an-honest-visitor' });
    await crowd(20, () => postLead(stage));
    assert.equal((await postLead(stage)).status, 403);
    const again = await postLead(stage, goodLead, { 'idempotency-key': 'an-honest-visitor' });
    assert.deepEqual(
      [again.status, again.headers.get('idempotent-replayed'), await again.json()],
      [202, 'true', await first.json()],
    );
  });

  it('takes their codes for no questions', async () => {
    const stage = await limitedStage();
    const leads = await crowd(20, () => postLead(stage, { promo_code: 'WELCOME10' }));
    assert.deepEqual(tally(leads), { 202: 20 });
    const ask = (): Promise<Response> =>
      stage.post('/v1/promo-codes/validate', { code: 'WELCOME10' });
    assert.deepEqual(tally(await crowd(20, ask)), { 200: 20 });
  });

  it('refuses work that was done for something else, for another page, too late or twice', async () => {
    const stage = await limitedStage();
    await crowd(20, () => postLead(stage));
    const challenge = await challengeIn(await postLead(stage));
    const solution = await solve(challenge);
    const send = (payload: string, headers: object = {}): Promise<Response> =>
      postLead(stage, {}, { 'challenge-solution': payload, ...headers });
    const other = await stage.proxy(
      new Request('https://proxy.example/v1/challenge', { headers: { origin: pageOrigin } }),
      { remoteAddress: carrier },
    );
    const forCodes = await solve(JSON.parse(await other.text()) as typeof challenge);
    assert.equal((await send(forCodes)).status, 403);
    const tampered = atob(solution).replace('"lead"', '"LEAD"');
    assert.equal((await send(btoa(tampered))).status, 403);
    stage.now += 5 * 60_000;
    // There is room for ten again by then, and none for the eleventh, whose work is out of date.
    assert.deepEqual(tally(await crowd(11, () => send(solution))), { 202: 10, 403: 1 });
    stage.now -= 5 * 60_000;
    const spent = await Promise.all([send(solution), send(solution), send(solution)]);
    assert.deepEqual(tally(spent), { 202: 1, 403: 2 });
    const ahead = await stage.proxy(
      new Request('https://proxy.example/v1/challenge?action=lead', {
        headers: { origin: 'https://elsewhere.example' },
      }),
    );
    const forwarded = await solve(JSON.parse(await ahead.text()) as typeof challenge);
    assert.equal((await send(forwarded)).status, 403);
  });
});

/** Limits whose visitors do all the work that is asked for. */
async function diligentLimits(): Promise<FloodLimits> {
  const rates = new Rates(await testStore());
  const { secret, difficulty, floods: allowances } = fewLimits;
  const now = (): number => 1e12;
  const challenges = new Challenges({ rates, secret, now, difficulty });
  challenges.spend = () => Promise.resolve(true);
  const options = { rates, now, nextTurn: () => nextTurn() };
  const tallies = new Tallies({ ...options, reads: new BatchedReads(options) });
  const digests = new Digests(secret);
  return new FloodLimits({
    tallies,
    proofOfWork: new ProofOfWork(challenges),
    digests,
    allowances,
  });
}

function visitOf(action: Visit['action'], address: string): Visit {
  const client = { address, subnet: `around ${address}` };
  return { client, site: 'page.example', action, solution: 'some work' };
}

/** The outcomes of `number` calls at once, each with how often it came. */
async function outcomes(number: number, ask: () => Promise<unknown>): Promise<unknown> {
  const asked = Array.from({ length: number }, () => ask().catch((error: unknown) => error));
  const all = (await Promise.all(asked)).map((outcome) =>
    outcome instanceof ProblemError ? outcome.type : String(outcome),
  );
  const byName = Map.groupBy(all, (name) => name);
  return Object.fromEntries(Array.from(byName, ([name, { length }]) => [name, length]));
}

describe('FloodLimits', () => {
  it('take leads of one address for a flood after too many, work or not, and refuse none', async () => {
    const floods = await diligentLimits();
    const admit = (): Promise<unknown> => floods.admitLead(visitOf('lead', 'one'));
    assert.deepEqual(await outcomes(150, admit), { normal: 100, flood: 50 });
    assert.equal(await floods.admitLead(visitOf('lead', 'another')), 'normal');
  });

  it('refuse questions of one address after too many, and say until when', async () => {
    const floods = await diligentLimits();
    const ask = (): Promise<unknown> => floods.admitQuestion(visitOf('promo-code', 'one'), 'code');
    const all = await outcomes(150, ask);
    assert.deepEqual(all, { undefined: 100, 'too-many-requests': 50 });
    await assert.rejects(ask(), (error) => {
      assert.ok(error instanceof ProblemError);
      return error.options.retryAfterSeconds === 30;
    });
    await floods.admitQuestion(visitOf('promo-code', 'another'), 'code');
  });

  it('ask everybody for work where too many come from everywhere, and refuse nobody', async () => {
    const floods = await diligentLimits();
    let count = 0;
    const visit = (solution: string): Visit => {
      count += 1;
      return { ...visitOf('lead', `address ${count}`), solution };
    };
    const plain = (): Promise<unknown> => floods.admitLead(visit('none'));
    assert.deepEqual(await outcomes(60, plain), { normal: 40, rush: 20 });
    assert.equal(await floods.admitLead(visit('some work')), 'normal');
  });
});
