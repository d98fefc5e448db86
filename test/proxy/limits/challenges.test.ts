import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Challenge } from '../../../src/contract/challenge.ts';
import { Problem } from '../../../src/contract/problem.ts';
import { Challenges } from '../../../src/proxy/limits/challenges.ts';
import { Rates } from '../../../src/proxy/limits/rates.ts';
import { createStage, pageOrigin } from '../../support/proxy/proxy-stage.ts';
import { solve } from '../../support/proxy/solve-challenge.ts';
import { testStore } from '../../support/store/test-store.ts';

const purpose = { action: 'promo-code', site: 'page.example' } as const;
const difficulty = { cost: 1, keysMin: 1, keysMax: 3 };
const clock = { now: 0 };

async function challengesOf(secret = 'a secret of servers'): Promise<Challenges> {
  const rates = new Rates(await testStore());
  return new Challenges({ rates, secret, now: () => clock.now, difficulty });
}

/** The payload with a part of it changed. */
function changed(payload: string, change: (payload: { challenge: Challenge }) => unknown): string {
  return btoa(JSON.stringify(change(JSON.parse(atob(payload)) as { challenge: Challenge })));
}

describe('Challenges', () => {
  it('can be spent once, on all servers together', async () => {
    const challenges = await challengesOf();
    const payload = await solve(await challenges.create(purpose));
    const spent = await Promise.all(
      Array.from({ length: 5 }, () => challenges.spend(payload, purpose)),
    );
    // Which of them, the database decides.
    assert.equal(spent.filter((isSpent) => isSpent).length, 1);
    clock.now += 4 * 60_000;
    assert.equal(await challenges.spend(payload, purpose), false);
  });

  it('are for five minutes, for one page and for one thing', async () => {
    const challenges = await challengesOf();
    const payload = await solve(await challenges.create(purpose));
    assert.equal(await challenges.spend(payload, { ...purpose, site: 'other.example' }), false);
    clock.now += 5 * 60_000;
    assert.equal(await challenges.spend(payload, purpose), false);
    clock.now -= 1;
    assert.equal(await challenges.spend(payload, purpose), true);
  });

  it('cannot be made, eased or guessed by a stranger', async () => {
    const challenges = await challengesOf();
    const challenge = await challenges.create(purpose);
    const payload = await solve(challenge);
    const foreign = await (await challengesOf('another secret')).create(purpose);
    const eased = { ...challenge, parameters: { ...challenge.parameters, keyPrefix: '0' } };
    const later = { ...challenge.parameters.data, expires: clock.now + 1e9 };
    const wrong = [
      await solve(foreign),
      await solve(eased),
      changed(payload, (whole) => ({ ...whole, solution: { counter: 1, derivedKey: '00' } })),
      changed(payload, (whole) => {
        const parameters = { ...challenge.parameters, data: later };
        return { ...whole, challenge: { ...challenge, parameters } };
      }),
      changed(payload, (whole) => ({ ...whole, challenge: { ...challenge, signature: '' } })),
      changed(payload, () => null),
      btoa('{'),
      '%%%',
      'x'.repeat(10_000),
      '',
    ];
    for (const one of wrong) assert.equal(await challenges.spend(one, purpose), false, one);
    assert.equal(await challenges.spend(null, purpose), false);
    assert.equal(await challenges.spend(payload, purpose), true);
  });
});

describe('GET /v1/challenge', () => {
  it('returns a challenge for the page that asks, if there are limits', async () => {
    const limits = { secret: 'a secret of servers', trustedProxies: [], difficulty };
    const { proxy } = await createStage({ limits });
    const ask = (headers: Readonly<Record<string, string>>): Promise<Response> =>
      proxy(new Request('https://proxy.example/v1/challenge', { headers }));
    const siteFor = async (headers: Readonly<Record<string, string>>): Promise<unknown> =>
      ((await (await ask(headers)).json()) as Challenge).parameters.data?.['site'];
    assert.equal(await siteFor({ origin: pageOrigin }), 'page.example');
    assert.equal(await siteFor({}), 'proxy.example');
    const reply = await ask({ origin: pageOrigin });
    assert.equal(reply.headers.get('access-control-allow-origin'), pageOrigin);
    assert.equal(reply.headers.get('cache-control'), 'no-store');
    const { proxy: unlimited } = await createStage();
    const nothing = await unlimited(new Request('https://proxy.example/v1/challenge'));
    assert.equal(nothing.status, 404);
  });

  it('refuses an action that it does not know', async () => {
    const limits = { secret: 'a secret of servers', trustedProxies: [], difficulty };
    const { proxy } = await createStage({ limits });
    for (const action of ['nonsense', 'Lead', '']) {
      const reply = await proxy(
        new Request(`https://proxy.example/v1/challenge?action=${action}`, {
          headers: { origin: pageOrigin },
        }),
      );
      const { type, errors } = Problem.parse(await reply.json());
      assert.deepEqual([reply.status, type], [422, 'invalid-fields'], action);
      assert.deepEqual(errors, [{ field: 'action', code: 'unknown' }]);
    }
  });

  it('names the methods that it has', async () => {
    const limits = { secret: 'a secret of servers', trustedProxies: [], difficulty };
    const { proxy } = await createStage({ limits });
    const ask = (method: string): Promise<Response> =>
      proxy(
        new Request('https://proxy.example/v1/challenge', {
          method,
          headers: { origin: pageOrigin },
        }),
      );
    const allowed = (await ask('PUT')).headers.get('allow') ?? '';
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      assert.ok(allowed.split(', ').includes(method), method);
      assert.ok((await ask(method)).status < 300, method);
    }
  });
});
