import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { underPath } from '../../src/proxy/index.ts';
import {
  createStage,
  goodLead,
  pageOrigin,
  type Stage,
  withKey,
} from '../support/proxy/proxy-stage.ts';

function get(stage: Stage, path: string, method = 'GET'): Promise<Response> {
  return stage.proxy(new Request(`https://proxy.example${path}`, { method }));
}

function operation(required: readonly string[]): object {
  return { post: { requestBody: { content: { 'application/json': { schema: { required } } } } } };
}

describe('createProxy()', () => {
  const replies: readonly (readonly [string, string, number])[] = [
    ['GET', '/v1/leads', 405],
    ['DELETE', '/v1/promo-codes/redeem', 405],
    ['GET', '/v1/promo-codes/validate?code=ONCE', 405],
    ['GET', '/v1/leads/', 404],
    ['GET', '/V1/LEADS', 404],
    ['GET', '/v1//leads', 404],
    ['GET', '/', 404],
    ['GET', '/.env', 404],
    ['GET', '/healthz', 200],
    ['HEAD', '/healthz', 200],
    ['POST', '/healthz', 405],
    ['PUT', '/readyz', 405],
    ['PATCH', '/openapi.json', 405],
    ['PUT', '/metrics', 404],
  ];
  for (const [method, path, status] of replies) {
    it(`answers ${method} ${path} with ${status}`, async () => {
      const stage = await createStage();
      const reply = await get(stage, path, method);
      assert.equal(reply.status, status);
      assert.equal(reply.headers.get('cache-control'), 'no-store');
    });
  }

  it('says to a program with a wrong path where the right ones are', async () => {
    const reply = await get(await createStage(), '/v1/v1/leads');
    assert.match(await reply.text(), /"detail":"Correct the path: openapi\.json lists all\."/);
  });

  it('gives all headers to the replies to visitors, first ones and replays', async () => {
    const { post } = await createStage();
    const key = withKey('the-key-of-a-lead');
    const made = [
      await post('/v1/promo-codes/validate', { code: 'ONCE' }),
      await post('/v1/promo-codes/redeem', { code: 'ONCE' }, withKey('the-key-of-a-use')),
      await post('/v1/leads', goodLead, key),
      await post('/v1/leads', goodLead, key),
      await post('/v1/leads', {}, key),
    ];
    assert.deepEqual(
      made.map(({ status }) => status),
      [200, 200, 202, 202, 422],
    );
    assert.equal(made[3]?.headers.get('idempotent-replayed'), 'true');
    for (const { headers, status } of made) {
      const all = Object.fromEntries(headers);
      assert.equal(all['cache-control'], 'no-store', String(status));
      assert.equal(all['x-content-type-options'], 'nosniff', String(status));
      assert.equal(all['vary'], 'Origin', String(status));
      assert.equal(all['access-control-allow-origin'], pageOrigin, String(status));
    }
  });

  const underV1: readonly (readonly [string, string, string, number])[] = [
    ['OPTIONS', '/v1/leads', pageOrigin, 204],
    ['OPTIONS', '/v1/leads', 'https://other.example', 403],
    ['POST', '/v1/leads', 'https://other.example', 403],
    ['POST', '/v1/leads', pageOrigin, 415],
    ['GET', '/v1/promo-codes/redeem', pageOrigin, 405],
    ['POST', '/v1/nothing', pageOrigin, 404],
    ['HEAD', '/v1/nothing', pageOrigin, 404],
  ];
  for (const [method, path, origin, status] of underV1) {
    it(`gives all headers to the ${status} of ${method} ${path} from ${origin}`, async () => {
      const { proxy } = await createStage();
      const request = new Request(`https://proxy.example${path}`, { method, headers: { origin } });
      const { status: told, headers } = await proxy(request);
      const isAllowed = origin === pageOrigin;
      assert.deepEqual(
        [
          told,
          headers.get('cache-control'),
          headers.get('x-content-type-options'),
          headers.get('vary'),
          headers.get('access-control-allow-origin'),
        ],
        [status, 'no-store', 'nosniff', 'Origin', isAllowed ? origin : null],
      );
    });
  }

  it('says what to do about an origin that is missing, hidden or not on the list', async () => {
    const { proxy } = await createStage();
    const advice = async (headers: Readonly<Record<string, string>>): Promise<string> => {
      const init = { method: 'POST', headers };
      const reply = await proxy(new Request('https://proxy.example/v1/leads', init));
      return ((await reply.json()) as { detail: string }).detail;
    };
    assert.match(await advice({}), /^Send an Origin header/);
    assert.match(await advice({ origin: 'null' }), /^Serve the page over http/);
    assert.match(await advice({ origin: 'https://shop.example' }), /^Add the origin of the page/);
  });

  it('warns the owner once of each page that was refused, and of twenty at most', async () => {
    const stage = await createStage();
    const ask = (method: string, origin: string): Promise<Response> =>
      stage.proxy(new Request('https://proxy.example/v1/leads', { method, headers: { origin } }));
    await ask('OPTIONS', 'https://shop.example');
    await ask('POST', 'https://shop.example');
    for (const none of ['null', 'https://shop.example/628123456789', 'tel:628123456789']) {
      await ask('POST', none);
    }
    const told = (): readonly string[] =>
      stage.logged.filter((line) => line.startsWith('origin.refused'));
    assert.equal(told().length, 1);
    assert.match(told()[0] ?? '', /"host":"shop\.example".*PROMO_LEAD_ORIGINS/);
    for (let i = 0; i < 30; i += 1) await ask('POST', `https://${i}.example`);
    assert.equal(told().length, 20);
  });

  it('says nothing of a bug but the id of its log line', async () => {
    const stage = await createStage({
      origins: () => {
        throw new Error('a secret of the program');
      },
    });
    const reply = await stage.post('/v1/leads', {});
    const text = await reply.text();
    assert.equal(reply.status, 500);
    assert.doesNotMatch(text, /secret of the program/);
    const [, id = ''] = /error (\w{16})/.exec(text) ?? [];
    assert.ok(stage.logged.some((line) => line.includes(id) && line.includes('a secret of the')));
  });
});

describe('underPath()', () => {
  it('takes the path off, hands the body and the connection on, and has nothing elsewhere', async () => {
    const handle = underPath('/promo', async (request, connection) => {
      const { pathname, search } = new URL(request.url);
      return Response.json([pathname + search, await request.text(), connection]);
    });
    const post = (path: string): Promise<Response> =>
      handle(new Request(`https://shop.example${path}`, { method: 'POST', body: 'hi' }), {
        visitorAddress: '203.0.113.5',
      });
    const told = ['/v1/leads?a=1', 'hi', { visitorAddress: '203.0.113.5' }];
    assert.deepEqual(await (await post('/promo/v1/leads?a=1')).json(), told);
    for (const path of ['/promo', '/promotion/v1/leads', '/', '/v1/leads']) {
      assert.equal((await post(path)).status, 404, path);
    }
  });

  it('says that a body was read before', async () => {
    const stage = await createStage();
    const request = new Request('https://shop.example/promo/v1/leads', {
      method: 'POST',
      body: '{}',
    });
    await request.json();
    const handle = underPath('/promo', stage.proxy);
    await assert.rejects(handle(request), /Cannot read the body: something in front/);
  });
});

describe('GET /readyz', () => {
  it('reports the last state of the upstreams, and calls none', async () => {
    const stage = await createStage();
    assert.deepEqual(await (await get(stage, '/readyz')).json(), {
      status: 'ready',
      store: 'ok',
      upstreams: { promo_codes: 'unknown', contacts: 'unknown' },
    });
    assert.deepEqual(stage.calls, []);
    await stage.post('/v1/promo-codes/validate', { code: 'ONCE' });
    assert.partialDeepStrictEqual(await (await get(stage, '/readyz')).json(), {
      upstreams: { promo_codes: 'ok' },
    });
  });

  it('tries a write, and for a second takes that for known, however many ask', async () => {
    const stage = await createStage();
    const triedAt = async (): Promise<number | undefined> => {
      const replies = await Promise.all([1, 2, 3].map(() => get(stage, '/readyz')));
      for (const { status } of replies) assert.equal(status, 200);
      const probe = await stage.store.selectFrom('probes').select('at').executeTakeFirst();
      return probe?.at;
    };
    const first = stage.now;
    assert.equal(await triedAt(), first);
    stage.now += 999;
    assert.equal(await triedAt(), first);
    stage.now += 1;
    assert.equal(await triedAt(), stage.now);
    stage.now -= 60_000;
    assert.equal(await triedAt(), stage.now);
  });

  it('is 503 once a lead could not be stored, and becomes ready again on its own', async () => {
    const stage = await createStage();
    assert.equal((await get(stage, '/readyz')).status, 200);
    const { schema } = stage.store;
    for (const table of ['idempotency_keys', 'probes']) {
      await schema.alterTable(table).renameTo(`${table}_away`).execute();
    }
    assert.equal((await stage.post('/v1/leads', goodLead, withKey('one-lead'))).status, 503);
    assert.equal((await get(stage, '/readyz')).status, 503);
    for (const table of ['idempotency_keys', 'probes']) {
      await schema.alterTable(`${table}_away`).renameTo(table).execute();
    }
    assert.equal((await get(stage, '/readyz')).status, 200);
  });

  it('is 503 when the store is gone', async () => {
    const stage = await createStage();
    await stage.store.destroy();
    assert.equal((await get(stage, '/readyz')).status, 503);
    assert.equal((await get(stage, '/healthz')).status, 200);
  });
});

describe('GET /openapi.json', () => {
  it('describes each call by the schema that it is parsed with', async () => {
    const stage = await createStage();
    const document: unknown = await (await get(stage, '/openapi.json')).json();
    assert.partialDeepStrictEqual(document, {
      openapi: '3.1.0',
      paths: {
        '/v1/promo-codes/validate': operation(['code']),
        '/v1/promo-codes/redeem': operation(['code']),
        '/v1/leads': operation(['first_name', 'last_name', 'phone', 'product']),
      },
    });
  });
});
