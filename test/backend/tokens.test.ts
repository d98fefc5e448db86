import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import {
  addCompany,
  addToken,
  listCompanies,
  listTokens,
  revokeToken,
} from '../../src/backend/index.ts';
import { constantTimeEqual, type Store } from '../../src/store/index.ts';
import { testStore } from '../support/store/test-store.ts';

const now = Date.parse('2026-06-15T12:00:00Z');
let store: Store;
async function setUp(): Promise<void> {
  store = await testStore();
}

describe('constantTimeEqual()', () => {
  beforeEach(setUp);

  it('compares digests of both texts, however much they have in common', (test) => {
    const encoded = test.mock.method(TextEncoder.prototype, 'encode');
    for (const given of ['secret', 'secre', 'Secret', 'sacret', '', 'x'.repeat(1000)]) {
      encoded.mock.resetCalls();
      assert.equal(constantTimeEqual(given, 'secret'), given === 'secret');
      // A text is encoded before it is digested.
      const texts = encoded.mock.calls.map(({ arguments: [text] }) => text);
      assert.deepEqual(texts, [given, 'secret']);
    }
  });
});

describe('addToken()', () => {
  beforeEach(setUp);

  it('makes up a token, and stores only its hash', async () => {
    const { token } = await addToken(store, { name: 'site', now });
    assert.match(token, /^[A-Za-z0-9]{40}$/);
    const rows = await store.selectFrom('api_tokens').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(token));
    assert.notEqual((await addToken(store, { name: 'site 2', now })).token, token);
  });

  it('refuses a name or a token that was given before, and empty ones', async () => {
    await addToken(store, { name: 'site', token: 't', now });
    await assert.rejects(addToken(store, { name: 'site', now }), { failure: 'duplicate' });
    await assert.rejects(addToken(store, { name: 'b', token: 't', now }), { failure: 'duplicate' });
    await assert.rejects(addToken(store, { name: ' ', now }), { failure: 'invalid' });
    await assert.rejects(addToken(store, { name: 'b', token: '', now }), { failure: 'invalid' });
  });
});

describe('revokeToken()', () => {
  beforeEach(setUp);

  it('is for good, and seen in the list', async () => {
    await addToken(store, { name: 'site', now });
    await revokeToken(store, { name: 'site', now: now + 1000 });
    assert.deepEqual(await listTokens(store), [
      {
        name: 'site',
        created_at: '2026-06-15T12:00:00.000Z',
        revoked_at: '2026-06-15T12:00:01.000Z',
      },
    ]);
    await assert.rejects(revokeToken(store, { name: 'site', now }), { failure: 'unknown' });
    await assert.rejects(revokeToken(store, { name: 'x', now }), { failure: 'unknown' });
  });
});

describe('addCompany()', () => {
  beforeEach(setUp);

  it('makes up an ID if none is given', async () => {
    const { id } = await addCompany(store, { title: ' Acme ', now });
    assert.match(id, /^[a-z0-9]{24}$/);
    assert.deepEqual(await listCompanies(store), [
      { id, title: 'Acme', codes: { all: 0, active: 0, inactive: 0 } },
    ]);
  });

  it('refuses a known or impossible ID, and a title that shows nothing', async () => {
    await addCompany(store, { id: 'a', title: 'A', now });
    await assert.rejects(addCompany(store, { id: 'a', title: 'B', now }), { failure: 'duplicate' });
    for (const bad of [{ id: 'a b' }, { id: '' }, { title: '\u200B' }, { title: 'a\u0000' }]) {
      const company = { id: 'b', title: 'B', now, ...bad };
      await assert.rejects(addCompany(store, company), { failure: 'invalid' });
    }
  });
});
