import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPostgresPool } from '../../../src/node/store/postgres-pool.ts';
import { CodeLists } from '../../../src/proxy/codes/code-lists.ts';
import { createTextCipher, type Log, sharedToken, SharedValues } from '../../../src/proxy/index.ts';
import { postgresStore, type Store } from '../../../src/store/index.ts';
import type { PromoCode, PromoCodeUpstream } from '../../../src/upstream/ports.ts';
import { createTokenCache } from '../../../src/upstream/promos-seru/token-cache.ts';
import { postgresAt } from '../../support/postgres/postgres.ts';
import { twoStores } from '../../support/store/two-stores.ts';

interface Clock {
  now: number;
}

/**
 * Two servers' shared values, on one clock. It stands still: where it moves while somebody waits, a
 * lease runs out while the other server waits for the machine.
 */
async function twoServers({ isMoving = false }: { readonly isMoving?: boolean } = {}): Promise<{
  readonly stores: readonly [Store, Store];
  readonly servers: readonly [SharedValues, SharedValues];
  readonly clock: Clock;
}> {
  const stores = await twoStores();
  const clock: Clock = { now: 1_000_000 };
  const server = (store: Store): SharedValues =>
    new SharedValues({
      store,
      scope: 'vendor',
      now: () => clock.now,
      wait: async (ms) => {
        if (isMoving) clock.now += ms;
        await new Promise(setImmediate);
      },
    });
  return { stores, servers: [server(stores[0]), server(stores[1])], clock };
}

/** Shared values of a database that is away. */
async function nowhere(now: () => number): Promise<SharedValues> {
  const place = postgresAt('postgres:///db?host=/nowhere');
  const store = postgresStore(await createPostgresPool(place));
  return new SharedValues({ store, scope: 'vendor', now });
}

function counted(load: (count: number) => Promise<string>): { (): Promise<string>; count: number } {
  const counting = (): Promise<string> => {
    counting.count += 1;
    return load(counting.count);
  };
  counting.count = 0;
  return counting;
}

const newerThan = (generation: number) => (value: { readonly generation: number }) =>
  value.generation > generation;

/** A text goes through the database as it is. */
const asText = { write: (text: string) => text, read: (text: string) => text };

describe('SharedValues.get()', () => {
  it('lets one of two servers ask, for all that want it at once', async () => {
    const { servers } = await twoServers();
    const load = counted(async (count) => {
      await new Promise(setImmediate);
      return `value ${count}`;
    });
    const wanted = { key: 'a', isFit: newerThan(0), load, ...asText };
    const asked = Array.from({ length: 4 }, () => servers.map((server) => server.get(wanted)));
    const values = await Promise.all(asked.flat());
    assert.equal(load.count, 1);
    assert.equal(new Set(values.map(({ value }) => value)).size, 1);
  });

  it('returns the value while it is fit, and loads another when it is not', async () => {
    const { servers } = await twoServers();
    const load = counted(async (count) => `value ${count}`);
    await servers[0].get({ key: 'a', isFit: newerThan(0), load, ...asText });
    assert.equal(
      (await servers[1].get({ key: 'a', isFit: newerThan(0), load, ...asText })).value,
      'value 1',
    );
    const newer = { key: 'a', isFit: newerThan(1), load, ...asText };
    const values = await Promise.all(servers.map((server) => server.get(newer)));
    assert.deepEqual(
      values.map(({ value, generation }) => [value, generation]),
      [
        ['value 2', 2],
        ['value 2', 2],
      ],
    );
    assert.equal(load.count, 2);
  });

  it('rejects with the failure, and lets the next caller try', async () => {
    const { servers } = await twoServers();
    const load = counted(async (count) => {
      if (count === 1) throw new Error('away');
      return 'value';
    });
    const wanted = { key: 'a', isFit: newerThan(0), load, ...asText };
    await assert.rejects(servers[0].get(wanted), /away/);
    assert.equal((await servers[1].get(wanted)).value, 'value');
  });

  it('waits no longer for a server that died than its lease', async () => {
    const { servers, clock } = await twoServers({ isMoving: true });
    const asked = Promise.withResolvers<void>();
    const died = (): Promise<never> => {
      asked.resolve();
      return new Promise(() => {});
    };
    void servers[0].get({ key: 'a', isFit: newerThan(0), load: died, ...asText });
    await asked.promise;
    const before = clock.now;
    const { value } = await servers[1].get({
      key: 'a',
      isFit: newerThan(0),
      load: async () => 'new',
      ...asText,
    });
    assert.equal(value, 'new');
    assert(clock.now - before >= 14_000 && clock.now - before < 20_000);
  });

  it('waits for no lease that a clock left which has been set back since', async () => {
    const { servers, clock } = await twoServers({ isMoving: true });
    const asked = Promise.withResolvers<void>();
    const died = (): Promise<never> => {
      asked.resolve();
      return new Promise(() => {});
    };
    clock.now += 60 * 60_000;
    void servers[0].get({ key: 'a', isFit: newerThan(0), load: died, ...asText });
    await asked.promise;
    clock.now -= 60 * 60_000;
    const before = clock.now;
    await servers[1].get({ key: 'a', isFit: newerThan(0), load: async () => 'new', ...asText });
    assert.equal(clock.now, before);
  });

  it('keeps a value out of the database that is too long for it', async () => {
    const { servers, stores } = await twoServers();
    const long = 'x'.repeat(1024 * 1024 + 1);
    const load = counted(async () => long);
    const wanted = { key: 'a', isFit: newerThan(0), load, ...asText };
    for (const server of servers) assert.equal((await server.get(wanted)).value, long);
    assert.equal(load.count, 2);
    const rows = await stores[0].selectFrom('shared_values').select('value').execute();
    assert.deepEqual(
      rows.map((row) => row.value),
      [null],
    );
  });

  it('has each server ask for what has no form in the database', async () => {
    const { servers, stores } = await twoServers();
    const load = counted(async () => 'value');
    const wanted = { key: 'a', isFit: newerThan(0), load, ...asText, write: () => undefined };
    for (const server of servers) assert.equal((await server.get(wanted)).value, 'value');
    assert.equal(load.count, 2);
    const rows = await stores[0].selectFrom('shared_values').select('value').execute();
    assert.deepEqual(
      rows.map((row) => row.value),
      [null],
    );
  });

  it('asks the upstream itself where the database is away', async () => {
    const shared = await nowhere(() => 0);
    const wanted = { key: 'a', isFit: newerThan(0), load: async () => 'value', ...asText };
    assert.equal((await shared.get(wanted)).value, 'value');
  });
});

describe('sharedToken()', () => {
  const { signal } = new AbortController();

  it('has a refused token replaced once for all servers, however many calls met it', async () => {
    const { servers } = await twoServers();
    const fetchToken = counted(async (count) => `canary-token-${count}`);
    const caches = servers.map((shared) =>
      createTokenCache(fetchToken, sharedToken(shared, createTextCipher('secret', 'token'))),
    );
    const first = await Promise.all(caches.map((cache) => cache.current(signal)));
    assert.deepEqual(new Set(first.map(({ token }) => token)), new Set(['canary-token-1']));
    const replaced = await Promise.all(
      caches.flatMap((cache) => first.map((refused) => cache.replace(refused, signal))),
    );
    assert.deepEqual(new Set(replaced.map(({ token }) => token)), new Set(['canary-token-2']));
    assert.equal(fetchToken.count, 2);
  });

  it('is no older one of the database that was away when it was fetched', async () => {
    const { servers, clock } = await twoServers();
    const away = await nowhere(() => clock.now);
    const cipher = createTextCipher('secret', 'token');
    const fetchToken = counted(async (count) => `token ${count}`);
    const other = sharedToken(servers[0], cipher);
    for (let refused = 0; refused < 3; refused += 1) await other.refreshed(refused, fetchToken);
    let isAway = true;
    const shared = new Proxy(servers[1], {
      get: (values, name) => {
        const from = isAway ? away : values;
        const value: unknown = Reflect.get(from, name);
        return typeof value === 'function' ? (value.bind(from) as unknown) : value;
      },
    });
    const cache = createTokenCache(fetchToken, sharedToken(shared, cipher));
    clock.now += 1000;
    const held = await cache.current(signal);
    assert.equal(held.token, 'token 4');
    isAway = false;
    clock.now += 1000;
    const replaced = await cache.replace(held, signal);
    assert.equal(replaced.token, 'token 5');
    assert.equal((await cache.replace(replaced, signal)).token, 'token 6');
    assert.equal(fetchToken.count, 6);
  });

  it('is readable in no database', async () => {
    const { servers, stores } = await twoServers();
    const tokens = sharedToken(servers[0], createTextCipher('secret', 'token'));
    await tokens.refreshed(0, async () => 'canary-token');
    const [row] = await stores[0].selectFrom('shared_values').selectAll().execute();
    assert(row?.value);
    assert.doesNotMatch(JSON.stringify(row) + atob(row.value), /canary|Y2FuYXJ5/);
  });

  it('fetches another where the servers have a new secret', async () => {
    const { servers } = await twoServers();
    await sharedToken(servers[0], createTextCipher('old', 'token')).refreshed(
      0,
      async () => 'old token',
    );
    const tokens = sharedToken(servers[1], createTextCipher('new', 'token'));
    const held = await tokens.refreshed(0, async () => 'new token');
    assert.deepEqual(held, { token: 'new token', generation: 2 });
  });
});

describe('CodeLists', () => {
  const code = { usesLeft: null, timezone: 'UTC', startsAt: null, endsAt: null, active: true };
  const silent = (): void => {};
  const log: Log = { info: silent, warn: silent, error: silent };

  function vendorOf(codes: readonly PromoCode[]): {
    readonly upstream: PromoCodeUpstream;
    readonly calls: string[];
  } {
    const calls: string[] = [];
    const upstream: PromoCodeUpstream = {
      async companies() {
        calls.push('companies');
        return [{ id: 'shop', title: 'Shop', codes: { all: 1, active: 1, inactive: 0 } }];
      },
      async list() {
        calls.push('list');
        return codes;
      },
      redeem: () => Promise.reject(new Error('not asked here')),
    };
    return { upstream, calls };
  }

  it('shares a list among servers for as long as it is fresh', async () => {
    const { servers, clock } = await twoServers({ isMoving: true });
    const { upstream, calls } = vendorOf([{ code: 'SPRING', ...code }]);
    const now = (): number => clock.now;
    const lists = servers.map((shared) => new CodeLists({ upstream, now, log, shared }));
    for (const each of lists) {
      const found = await each.find('shop', 'spring');
      assert.deepEqual(found, { code: { code: 'SPRING', ...code }, listedAt: clock.now });
    }
    assert.deepEqual(calls, ['companies', 'list']);
    clock.now += 60_000;
    await Promise.all(lists.map((each) => each.find('shop', 'spring')));
    assert.deepEqual(calls, ['companies', 'list', 'list']);
  });

  it('has each server ask for a list that is too long for the database', async () => {
    const { servers, stores, clock } = await twoServers();
    const many = Array.from({ length: 10_001 }, (_, n) => ({ code: `C-${n}`, ...code }));
    const { upstream, calls } = vendorOf(many);
    const now = (): number => clock.now;
    for (const shared of servers) {
      const found = await new CodeLists({ upstream, now, log, shared }).find('shop', 'c-10000');
      assert.deepEqual(found, { code: many.at(-1), listedAt: clock.now });
    }
    assert.deepEqual(calls, ['companies', 'list', 'list']);
    const rows = await stores[0].selectFrom('shared_values').select('value').execute();
    assert(rows.every(({ value }) => value === null || value.length < 1000));
  });
});
