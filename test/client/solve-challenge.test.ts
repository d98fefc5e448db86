import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClient } from '../../src/client/index.ts';
import { solveChallenge } from '../../src/client/solve-challenge.ts';
import { readLead } from '../../src/proxy/index.ts';
import { Challenges } from '../../src/proxy/limits/challenges.ts';
import { Rates } from '../../src/proxy/limits/rates.ts';
import { createStage, goodLead, pageOrigin, type Stage } from '../support/proxy/proxy-stage.ts';
import { testStore } from '../support/store/test-store.ts';

const difficulty = { cost: 10, keysMin: 1, keysMax: 40 };
const limits = { secret: 'a secret of servers', trustedProxies: [], difficulty };
const purpose = { action: 'promo-code', site: 'page.example' } as const;

/** A client in a page whose proxy has seen too many wrong guesses. */
async function suspected(): Promise<{ readonly stage: Stage; readonly requests: Request[] }> {
  const stage = await createStage({ limits });
  stage.remoteAddress = '203.0.113.5';
  for (let i = 0; i < 10; i += 1) await stage.post('/v1/promo-codes/validate', { code: `NO-${i}` });
  return { stage, requests: [] };
}

function clientOf({
  stage,
  requests,
}: Awaited<ReturnType<typeof suspected>>): ReturnType<typeof createClient> {
  return createClient({
    endpoint: 'https://proxy.example/',
    fetch: (input, init) => {
      const request = new Request(input, init);
      request.headers.set('origin', pageOrigin);
      requests.push(request);
      return stage.proxy(request, { remoteAddress: stage.remoteAddress });
    },
    wait: () => Promise.resolve(),
  });
}

/** The page in a browser that cannot do the work. */
function unable<T extends { readonly stage: Stage }>(page: T): T {
  const { proxy } = page.stage;
  const breaking = async (...call: Parameters<typeof proxy>): Promise<Response> => {
    const reply = await proxy(...call);
    const text = (await reply.text()).replace('PBKDF2', 'ARGON2ID');
    return new Response(text, reply);
  };
  return { ...page, stage: { ...page.stage, proxy: breaking } };
}

describe('solveChallenge()', () => {
  it('finds what the proxy accepts, whatever the number is', async () => {
    const rates = new Rates(await testStore());
    for (const keys of [0, 1, 15, 16, 17, 300]) {
      const exactly = { cost: 1, keysMin: keys, keysMax: keys };
      const secret = 'a secret of servers';
      const challenges = new Challenges({ rates, secret, now: () => 0, difficulty: exactly });
      const payload = await solveChallenge(await challenges.create(purpose));
      assert.equal(await challenges.spend(payload, purpose), true, `${keys}`);
    }
  });

  it('neither works without end for a proxy that asks it to, nor after an abort', async () => {
    const rates = new Rates(await testStore());
    const challenges = new Challenges({ rates, secret: 'a secret', now: () => 0, difficulty });
    const challenge = await challenges.create(purpose);
    const asking = (change: object): unknown =>
      solveChallenge({ ...challenge, parameters: { ...challenge.parameters, ...change } });
    await assert.rejects(async () => asking({ cost: 1e9 }), RangeError);
    await assert.rejects(async () => asking({ cost: 1, keyPrefix: 'x' }), RangeError);
    await assert.rejects(async () => asking({ algorithm: 'ARGON2ID' }));
    await assert.rejects(solveChallenge(challenge, AbortSignal.abort()), { name: 'AbortError' });
  });
});

describe('createClient() whose proxy asks for work', () => {
  it('does the work that a proxy asks for, and gets its verdict', async () => {
    const page = await suspected();
    const verdict = await clientOf(page).validate('WELCOME10');
    assert.deepEqual(verdict, { status: 'valid', code: 'WELCOME10', ends_at: undefined });
    assert.equal(page.requests.length, 2);
  });

  it('uses a code up under one key, with the work and without', async () => {
    const page = await suspected();
    const verdict = await clientOf(page).redeem('ONCE', { key: 'the-one-and-only' });
    assert.deepEqual(verdict, { status: 'redeemed', code: 'ONCE' });
    const keys = page.requests.map(({ headers }) => headers.get('idempotency-key'));
    assert.deepEqual(keys, ['the-one-and-only', 'the-one-and-only']);
  });

  it('says to wait if the work cannot be done', async () => {
    const page = await suspected();
    await assert.rejects(clientOf(unable(page)).validate('WELCOME10'), {
      failure: 'too-many-requests',
      retryAfterMs: 10_000,
    });
  });

  it('sends a lead with the work, and without it if it cannot be done', async () => {
    const allowance = { free: 1, withProof: 100, intervalMs: 60_000, hasHardLimit: true };
    const floods = { lead: { address: allowance }, 'promo-code': {} };
    const stage = await createStage({ limits: { ...limits, floods } });
    const page = { stage: Object.assign(stage, { remoteAddress: '203.0.113.5' }), requests: [] };
    const send = async (on: typeof page, phone: string): Promise<string> => {
      const lead = { ...goodLead, phone };
      const { ref } = await clientOf(on).submitLead(lead, { key: `a-key-of-${phone}` });
      return (await readLead(stage.store, ref))?.lead.state ?? 'nowhere';
    };
    assert.equal(await send(page, '6281234567890'), 'pending');
    assert.equal(await send(page, '6281234567891'), 'pending');
    assert.equal(await send(unable(page), '6281234567892'), 'quarantined');
    assert.equal(page.requests.length, 1 + 2 + 2);
  });
});
