import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { FetchHandler } from '../../../src/contract/fetch-handler.ts';
import { UpstreamError } from '../../../src/upstream/failure.ts';
import type { ContactOutcome, ContactUpstream } from '../../../src/upstream/ports.ts';
import { promosSeru } from '../../../src/upstream/promos-seru/adapter.ts';

const { signal } = new AbortController();
const contact = {
  ref: 'REF',
  first_name: 'José & Co',
  last_name: 'D+D',
  phone: '628123456789',
  click_id: 'a=b%41',
  product: 'blackmask',
};

/** A vendor whose answers a test chooses; it counts the calls for a token. */
class Vendor {
  tokenCalls = 0;
  readonly contactBodies: URLSearchParams[] = [];
  giveToken: (call: number) => Promise<Response> | Response = (call) =>
    Response.json({ status: 'ok', token: `canary-${call}` });
  makeContact: (fields: URLSearchParams) => Promise<Response> | Response = () =>
    Response.json({ status: 'contact: 617 created', id: '617' });

  readonly #fetch: FetchHandler = async (request) => {
    if (request.url.endsWith('/api/generate/token')) {
      this.tokenCalls += 1;
      return this.giveToken(this.tokenCalls);
    }
    const type = request.headers.get('content-type') ?? '';
    assert.match(type, /^application\/x-www-form-urlencoded/);
    const fields = new URLSearchParams(await request.text());
    this.contactBodies.push(fields);
    return this.makeContact(fields);
  };
  readonly adapter: ContactUpstream = promosSeru({
    baseUrl: 'https://vendor.example',
    name: 'shop',
    secretKey: 'canary-secret',
    fetch: this.#fetch,
    // Longer than any test, which must not wait for it.
    tokenDeadline: () => signal,
  });
}

/** The outcome of a contact if the vendor answers with this body. */
function outcomeOf(body: unknown, status = 200): Promise<ContactOutcome> {
  const vendor = new Vendor();
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  vendor.makeContact = () => new Response(text, { status });
  return vendor.adapter.create(contact, signal);
}

describe('promosSeru().create()', () => {
  it('sends the fields of the document and the token', async () => {
    const vendor = new Vendor();
    await vendor.adapter.create(contact, signal);
    const [sent] = vendor.contactBodies;
    // The lead's ref is not sent.
    const { ref: _, ...fields } = contact;
    assert.deepEqual(Object.fromEntries(sent ?? []), { ...fields, token: 'canary-1' });
  });

  it('reads the id, from the status where the key is missing', async () => {
    const replies = [
      { status: 'contact: 617 created', id: '617' },
      { status: 'contact: 617 created', id: 617 },
      { status: 'contact: 617 created', id: null },
      { status: 'contact: 617 created' },
      { status: ' Contact:  617 Created ' },
    ];
    for (const reply of replies) {
      assert.deepEqual(await outcomeOf(reply), { status: 'created', id: '617' });
    }
    assert.deepEqual(await outcomeOf(replies[0], 201), { status: 'created', id: '617' });
  });

  it('leaves the lead in doubt at every other reply', async () => {
    const replies = [
      { status: 'contact: 617 created', id: '618' },
      { status: 'contact: 617 created', id: '' },
      { status: 'contact: -1 created', id: '-1' },
      { status: 'contact: 0 created', id: '0' },
      { status: 'contact created', id: '617' },
      { status: 'unknown words' },
      { status: ['contact: 1 created'] },
      { id: '617' },
      {},
      [],
      'null',
      '"ok"',
      '1',
      'OK',
      '<html>',
      'cb({"status":"contact: 1 created"})',
      '{"status":"contact: 1 created"}{"status":"contact: 2 created"}',
    ];
    for (const reply of replies) {
      await assert.rejects(outcomeOf(reply), { failure: 'in_doubt' }, JSON.stringify(reply));
    }
  });

  it('maps each error of the document', async () => {
    assert.deepEqual(await outcomeOf({ status: 'double phone' }), { status: 'duplicate' });
    for (const text of ['required fields missing', 'invalid phone format']) {
      assert.deepEqual(await outcomeOf({ status: text }), { status: 'rejected', text });
    }
    await assert.rejects(outcomeOf({ status: 'Invalid product name' }), { failure: 'setup' });
  });

  it('reads the status even if other fields are null or of another type', async () => {
    for (const fields of [{ token: null, id: null }, { id: {} }, { token: 5, id: false }]) {
      const duplicate = await outcomeOf({ status: 'double phone', ...fields });
      assert.deepEqual(duplicate, { status: 'duplicate' });
    }
    const created = outcomeOf({ status: 'contact: 617 created', id: true });
    await assert.rejects(created, { failure: 'in_doubt' });
  });

  it('throws only UpstreamError at any reply, and reveals no secret or phone', async () => {
    const { phone } = contact;
    const anyReply = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({
        status: fc.oneof(
          fc.constantFrom(`hello canary-secret canary-1 ${phone}`, `contact: 1 created`),
          fc.jsonValue(),
        ),
        id: fc.jsonValue(),
      }),
    );
    const status = fc.constantFrom(200, 201, 302, 400, 401, 404, 418, 429, 500);
    const property = fc.asyncProperty(anyReply, status, async (body, code) => {
      try {
        await outcomeOf(body, code);
      } catch (error) {
        assert.ok(error instanceof UpstreamError);
        assert.doesNotMatch(error.message, /canary|vendor\.example|8123/);
      }
    });
    await fc.assert(property);
  });
});

describe('the token of promosSeru()', () => {
  it('is fetched once for many leads at once, and kept', async () => {
    const vendor = new Vendor();
    await Promise.all(Array.from({ length: 100 }, () => vendor.adapter.create(contact, signal)));
    await vendor.adapter.create(contact, signal);
    await vendor.adapter.authenticate(signal);
    assert.equal(vendor.tokenCalls, 1);
    assert.equal(vendor.contactBodies.length, 101);
  });

  it('is replaced once when it is refused to many at once', async () => {
    for (const refusal of ['token missing', 'Client not found, token mismatch']) {
      const vendor = new Vendor();
      vendor.makeContact = (fields) =>
        fields.get('token') === 'canary-1'
          ? Response.json({ status: refusal })
          : Response.json({ status: 'contact: 1 created' });
      await Promise.all(Array.from({ length: 100 }, () => vendor.adapter.create(contact, signal)));
      assert.equal(vendor.tokenCalls, 2);
      assert.equal(vendor.contactBodies.length, 200);
    }
  });

  it('is replaced once though the vendor gives the same one again', async () => {
    const vendor = new Vendor();
    vendor.giveToken = () => Response.json({ status: 'ok', token: 'canary-same' });
    let refusals = 50;
    vendor.makeContact = () =>
      refusals-- > 0
        ? Response.json({ status: 'client not found, token mismatch' })
        : Response.json({ status: 'contact: 1 created' });
    await Promise.all(Array.from({ length: 50 }, () => vendor.adapter.create(contact, signal)));
    assert.equal(vendor.tokenCalls, 2);
  });

  it('fails clearly when the new one is refused too', async () => {
    const vendor = new Vendor();
    vendor.makeContact = () => Response.json({ status: 'client not found, token mismatch' });
    await assert.rejects(vendor.adapter.create(contact, signal), { failure: 'auth' });
    assert.equal(vendor.contactBodies.length, 2);
  });

  it('is fetched again after a failure, and no contact was made in between', async () => {
    const vendor = new Vendor();
    const failures = [
      [new Response('<html>', { status: 502 }), 'not_sent'],
      [Response.json({ status: 'ok' }), 'not_sent'],
      [Response.json({ status: 'ok', token: '' }), 'not_sent'],
      [Response.json({ status: 'invalid secret key' }), 'auth'],
      [new Response('', { status: 404 }), 'setup'],
      [new Response('', { status: 429, headers: { 'retry-after': '7' } }), 'busy'],
    ] as const;
    for (const [response, failure] of failures) {
      vendor.giveToken = () => response;
      await assert.rejects(vendor.adapter.create(contact, signal), { failure });
    }
    assert.equal(vendor.contactBodies.length, 0);
    vendor.giveToken = () => Response.json({ status: 'ok', token: 'canary' });
    assert.equal((await vendor.adapter.create(contact, signal)).status, 'created');
  });

  it('is not waited for when the time is up already', async () => {
    const vendor = new Vendor();
    vendor.giveToken = () => new Promise(() => undefined);
    const given = vendor.adapter.create(contact, AbortSignal.abort());
    await assert.rejects(given, { failure: 'not_sent' });
  });

  it('is still fetched for the others if one caller gives up', async () => {
    const vendor = new Vendor();
    const slow = Promise.withResolvers<Response>();
    vendor.giveToken = () => slow.promise;
    const impatient = new AbortController();
    const given = vendor.adapter.create(contact, impatient.signal);
    const waiting = vendor.adapter.create(contact, signal);
    impatient.abort();
    await assert.rejects(given, { failure: 'not_sent' });
    slow.resolve(Response.json({ status: 'ok', token: 'canary' }));
    assert.equal((await waiting).status, 'created');
    assert.equal(vendor.tokenCalls, 1);
  });
});
