import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import * as fc from 'fast-check';
import { createBackend, listContacts } from '../../src/backend/index.ts';
import { collect } from '../support/collect.ts';
import {
  type BackendFixture,
  backendFixture,
  products,
} from '../support/vendors/backend-fixture.ts';

let backend: BackendFixture;
async function setUp(): Promise<void> {
  backend = await backendFixture();
}

type Fields = Readonly<Record<string, string>>;

async function post(
  path: string,
  body: BodyInit,
  headers: Record<string, string> = {},
): Promise<Response> {
  return backend.fetch(
    new Request(`http://localhost/api/${path}`, { method: 'POST', body, headers }),
  );
}

async function answer(
  path: string,
  body: BodyInit,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const response = await post(path, body, headers);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  return response.json();
}

const form = (fields: Fields): URLSearchParams => new URLSearchParams(fields);

async function tokenFor(name: string): Promise<string> {
  const reply = await answer('generate/token', form({ name, secret_key: '768' }));
  assert.ok(typeof reply === 'object' && reply !== null && 'token' in reply);
  return String(reply.token);
}

async function contact(changes: Fields = {}): Promise<Fields> {
  return {
    first_name: 'José',
    last_name: "O'Connor",
    phone: '11111111111',
    click_id: 'x-1',
    product: 'cambogia',
    token: await tokenFor('shop'),
    ...changes,
  };
}

function created(id: number): unknown {
  return { status: `contact: ${id} created`, id: `${id}` };
}

describe('POST /api/generate/token', () => {
  beforeEach(setUp);

  it('gives one name always the same token, and another name another one', async () => {
    const token = await tokenFor('shop');
    assert.match(token, /^[0-9a-f]{40}$/);
    assert.equal(await tokenFor('shop'), token);
    assert.notEqual(await tokenFor('shop2'), token);
  });

  it('gives it to all calls for one new name at once', async () => {
    for (let round = 0; round < 50; round += 1) {
      const asked = Array.from({ length: 8 }, () => tokenFor(`shop-${round}`));
      assert.equal(new Set(await Promise.all(asked)).size, 1);
    }
  });

  it('has the same error for a wrong key and a bad name', async () => {
    const invalid = { status: 'invalid secret key' };
    const bad: readonly Fields[] = [
      {},
      { name: 'shop' },
      { name: 'shop', secret_key: '769' },
      { name: 'shop', secret_key: '7680' },
      { name: 'shop', secret_key: '' },
      { secret_key: '768' },
      { name: ' \u200B', secret_key: '768' },
      { name: 'é'.repeat(256), secret_key: '768' },
      { name: 'a\u0000b', secret_key: '768' },
    ];
    for (const fields of bad) {
      assert.deepEqual(await answer('generate/token', form(fields)), invalid);
    }
    assert.match(await tokenFor('é'.repeat(255)), /./);
  });

  it('stores no token in clear text, and derives another from another server secret', async () => {
    const token = await tokenFor('shop');
    const rows = await backend.store.selectFrom('clients').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(token));
    const { store } = backend;
    backend = {
      ...backend,
      fetch: createBackend({ store, secret: 'another', secretKey: '768', products, now: () => 0 }),
    };
    assert.notEqual(await tokenFor('shop'), token);
    const old = await answer('make/contact', form(await contact({ token })));
    assert.deepEqual(old, { status: 'client not found, token mismatch' });
  });
});

describe('POST /api/make/contact', () => {
  beforeEach(setUp);

  it('creates contacts with ids that grow by one, under the slug of the product', async () => {
    const first = await contact();
    assert.deepEqual(await answer('make/contact', form(first)), created(1));
    assert.deepEqual(await answer('make/contact', form(first)), { status: 'double phone' });
    const second = await contact({ phone: '22222222222', product: 'blackmask' });
    assert.deepEqual(await answer('make/contact', form(second)), created(2));
    const { token: _, ...fields } = first;
    const kept = { client: 'shop', created_at: '2026-06-15T12:00:00.000Z' };
    assert.deepEqual(await collect(listContacts(backend.store)), [
      { id: '1', ...fields, product: 'garcinia-cambogia', ...kept },
      { id: '2', ...fields, phone: '22222222222', product: 'blackmask', ...kept },
    ]);
  });

  it('reads a form, multipart and JSON alike', async () => {
    const multipart = new FormData();
    for (const [name, value] of Object.entries(await contact({ phone: '33333333333' }))) {
      multipart.append(name, value);
    }
    const text = await contact({ phone: '44444444444' });
    const json = { 'content-type': 'application/json; charset=utf-8' };
    const replies = [
      await answer('make/contact', form(await contact())),
      await answer('make/contact', multipart),
      await answer('make/contact', JSON.stringify(text), json),
      await answer('make/contact', JSON.stringify({ ...text, phone: 55_555_555_555 }), json),
    ];
    const ids = replies.map((reply) => (reply as { id?: string }).id);
    assert.deepEqual(ids, ['1', '2', '3', '4']);
    const names = (await collect(listContacts(backend.store))).map((each) => each.first_name);
    assert.deepEqual(new Set(names), new Set(['José']));
  });

  it('answers each error of the document in its order', async () => {
    await answer('make/contact', form(await contact()));
    const errors: readonly (readonly [Fields, string])[] = [
      [{ token: '', first_name: '', product: '' }, 'token missing'],
      [{ token: 'x', first_name: '', product: 'x' }, 'client not found, token mismatch'],
      [{ click_id: '', product: 'x', phone: '1' }, 'required fields missing'],
      [{ phone: ' ', product: 'x' }, 'required fields missing'],
      [{ product: 'x', phone: '1' }, 'invalid product name'],
      [{ product: 'BLACKMASK' }, 'invalid product name'],
      [{ phone: '1111-1111 (111)' }, 'double phone'],
      [{ phone: '１１１１１１１１１１１' }, 'double phone'],
      [{ phone: '1234567' }, 'invalid phone format'],
      [{ phone: '123456789012345' }, 'invalid phone format'],
      [{ phone: 'abc' }, 'invalid phone format'],
      [{ phone: '12345678x' }, 'invalid phone format'],
      [{ phone: `${' '.repeat(255)}12345678` }, 'invalid phone format'],
    ];
    for (const [changes, status] of errors) {
      const fields = form(await contact(changes));
      assert.deepEqual(await answer('make/contact', fields), { status }, fields.toString());
    }
  });

  it('requires every field', async () => {
    for (const name of ['first_name', 'last_name', 'phone', 'click_id', 'product']) {
      const { [name]: _, ...fields } = await contact();
      const status = { status: 'required fields missing' };
      assert.deepEqual(await answer('make/contact', form(fields)), status, name);
    }
  });

  it('refuses, and does not truncate, a value that is too long, unprintable or passed twice', async () => {
    const status = { status: 'required fields missing' };
    for (const first_name of ['é'.repeat(256), 'a\u0000b', 'a\nb', '\u200B']) {
      assert.deepEqual(await answer('make/contact', form(await contact({ first_name }))), status);
    }
    const twice = form(await contact());
    twice.append('phone', '22222222222');
    assert.deepEqual(await answer('make/contact', twice), status);
    const latin1 = `first_name=Jos%E9&${form(await contact())
      .toString()
      .replace(/first_name=[^&]*&/, '')}`;
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    assert.deepEqual(await answer('make/contact', latin1, type), status);
    const long = await contact({ first_name: 'é'.repeat(255) });
    assert.deepEqual(await answer('make/contact', form(long)), {
      status: 'contact: 1 created',
      id: '1',
    });
  });

  it('treats a body that it cannot read as one without parameters', async () => {
    const json = { 'content-type': 'application/json' };
    const token = await tokenFor('shop');
    const bodies: readonly (readonly [BodyInit, Record<string, string>])[] = [
      ['', {}],
      ['token=x', { 'content-type': 'text/plain' }],
      ['{', json],
      ['null', json],
      ['["token"]', json],
      [`{"token":"x","token":"${token}"}`, json],
      [`{"token":"x","t\\u006fken":"${token}"}`, json],
      [`{"token":["${token}"]}`, json],
      [new Uint8Array([0x22, 0xc0, 0xaf, 0x22]), json],
      ['--x\r\nbroken', { 'content-type': 'multipart/form-data; boundary=x' }],
      ['--x', { 'content-type': 'multipart/form-data' }],
    ];
    for (const [body, headers] of bodies) {
      assert.deepEqual(await answer('make/contact', body, headers), { status: 'token missing' });
    }
  });

  it('answers 413 to a body that is too large, whatever its Content-Length says', async () => {
    const response = await post('make/contact', 'a'.repeat(33 * 1024), { 'content-length': '1' });
    assert.equal(response.status, 413);
    const many = new URLSearchParams(Array.from({ length: 10_000 }, (_, i) => ['a', `${i}`]));
    assert.equal((await post('generate/token', many)).status, 413);
  });

  it('creates one of 100 contacts at once with one phone', async () => {
    const fields = await contact();
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => answer('make/contact', form(fields))),
    );
    const doubles = replies.filter(
      (reply) => (reply as { status: string }).status === 'double phone',
    );
    assert.equal(doubles.length, 99);
  });

  it('uses up no id for a double', async () => {
    const fields = await contact();
    await answer('make/contact', form(fields));
    await answer('make/contact', form(fields));
    const next = await answer('make/contact', form(await contact({ phone: '22222222222' })));
    assert.deepEqual(next, created(2));
  });

  it('does nothing for another method', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
      const response = await backend.fetch(
        new Request('http://localhost/api/make/contact', { method }),
      );
      assert.equal(response.status, 405);
    }
  });

  it('answers any body with 200', async () => {
    const types = [
      'application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=b',
    ];
    const property = fc.asyncProperty(
      fc.constantFrom(...types),
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.json(),
        fc.string().map((text) => `--b\r\n${text}\r\n--b--`),
      ),
      async (type, body) => {
        await answer('make/contact', body, { 'content-type': type });
      },
    );
    await fc.assert(property);
  });
});
