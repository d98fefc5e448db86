import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import {
  describeLocation,
  type PostgresLocation,
} from '../../../src/node/config/store-location.ts';
import { load, only, problemsOf } from './loading.ts';

function postgres(url: string): PostgresLocation {
  const { store } = load({ PROMO_LEAD_STORE: url });
  assert(store.kind === 'postgres');
  return store;
}

function refusal(url: string): string {
  return only(problemsOf({ PROMO_LEAD_STORE: url })).text;
}

describe('PROMO_LEAD_STORE=postgres://…', () => {
  it('is read part by part', () => {
    const location = postgres('postgresql://lead%40s:a%2Fb%3Ac@db.example:6432/promo');
    const { host, port, database, user, password } = location;
    assert.deepEqual([host, port, database, user], ['db.example', 6432, 'promo', 'lead@s']);
    assert.equal(password?.reveal(), 'a/b:c');
    assert.equal(postgres('postgres://[::1]:1/db').host, '::1');
  });

  it('leaves out what has a default in PostgreSQL', () => {
    const { host, port, database, user, password } = postgres('postgres://');
    assert.deepEqual([host, port, database, user], ['localhost', 5432, undefined, undefined]);
    assert.equal(password, undefined);
  });

  it('accepts the folder of a Unix socket', () => {
    const { host, user } = postgres('postgres://me@/db?host=/var/run/postgresql');
    assert.deepEqual([host, user], ['/var/run/postgresql', 'me']);
    assert.match(refusal('postgres:///db?host=elsewhere'), /folder of a Unix socket/);
  });

  it('uses TLS beyond this machine by default', () => {
    const modeOf = (url: string): string => postgres(url).tls.mode;
    assert.equal(modeOf('postgres://db.example/x'), 'verify-full');
    for (const near of ['localhost', '127.0.0.2', '[::1]', '']) {
      assert.equal(modeOf(`postgres://${near}/x`), 'disable', near);
    }
    for (const mode of ['disable', 'require', 'verify-ca', 'verify-full']) {
      assert.equal(modeOf(`postgres://db.example/x?sslmode=${mode}`), mode);
    }
    assert.match(refusal('postgres://h/x?sslmode=prefer'), /sslmode of disable, require/);
    assert.match(refusal('postgres://h/x?sslcert=a.pem'), /sslcert and sslkey together/);
  });

  it('refuses a parameter that it would ignore', () => {
    assert.match(
      refusal('postgres://h/x?ssl_mode=require'),
      /must not have the parameter "ssl_mode"\. Did you mean "sslmode"\?/,
    );
    assert.match(refusal('postgres://h/x?target_session_attrs=any'), /target_session_attrs/);
  });

  it('shows no part of a password that was not encoded', () => {
    for (const password of ['can@ary', 'can/ary', '12?canary', 'can#ary', '%canary', 'can ary']) {
      const text = refusal(`postgres://u:${password}@h/db`);
      assert.doesNotMatch(text, /canary|ary@|u:/, password);
    }
  });

  it('is shown without user and password', () => {
    const location = postgres('postgres://canary:canary@db.example/promo');
    assert.equal(describeLocation(location), 'postgres://db.example:5432/promo');
    const bare = { ...location, user: undefined };
    assert.doesNotMatch(`${inspect(bare, { depth: 9 })}${JSON.stringify(bare)}`, /canary/);
    assert.equal(describeLocation(postgres('postgres://[::1]/db')), 'postgres://[::1]:5432/db');
    assert.equal(
      describeLocation(postgres('postgres:///db?host=/run/pg')),
      'PostgreSQL db in /run/pg',
    );
  });
});
