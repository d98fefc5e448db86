import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { createUpstreamFetch } from '../../../src/node/upstreams/upstream-fetch.ts';
import { createWorker, readLead } from '../../../src/proxy/index.ts';
import { UpstreamError } from '../../../src/upstream/failure.ts';
import type { ContactOutcome, NewContact } from '../../../src/upstream/ports.ts';
import { webhook } from '../../../src/upstream/webhook/adapter.ts';
import { readSecret, sign } from '../../../src/upstream/webhook/signature.ts';
import { keptLog } from '../../support/logs.ts';
import { createStage, sendLead } from '../../support/proxy/proxy-stage.ts';
import { rawServer } from '../../support/sockets/raw-server.ts';
import { keptAlive } from '../../support/vendors/fault-vendor.ts';
import { type Meaning, upstreamFaults } from '../../support/vendors/upstream-faults.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const now = (): number => Date.parse('2026-11-21T12:00:00Z');
const contact: NewContact = {
  ref: '7ZK3M9QW',
  first_name: 'José',
  last_name: "D'Angelo",
  phone: '628123456789',
  click_id: 'a+b c&d=é',
  product: 'blackmask',
};
const { signal } = new AbortController();

interface Received {
  readonly request: Request;
  readonly body: string;
}

/** The outcome of a contact if the receiver answers like this, and what it received. */
async function send(response: Response): Promise<Received & { outcome: ContactOutcome }> {
  let received: Received | undefined;
  const { create } = webhook({
    url: 'https://crm.example/hooks?key=k',
    secret,
    now,
    fetch: async (request) => {
      received = { request, body: await request.clone().text() };
      return response;
    },
  });
  const outcome = await create(contact, signal);
  assert.ok(received);
  return { ...received, outcome };
}

describe('sign()', () => {
  it("returns the signature of the standard's own example", async () => {
    const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
    const message = { id, timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
    const signature = await sign(readSecret(secret), message);
    assert.equal(signature, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is HMAC-SHA256 over id, timestamp and body, whatever they hold', async () => {
    const anyMessage = fc.record({
      id: fc.string(),
      timestamp: fc.nat(),
      body: fc.string({ unit: 'binary' }),
    });
    const anyKey = fc.uint8Array({ minLength: 24, maxLength: 64 });
    await fc.assert(
      fc.asyncProperty(anyKey, anyMessage, async (key, message) => {
        const text = `${message.id}.${message.timestamp}.${message.body}`;
        const expected = createHmac('sha256', key).update(text, 'utf8').digest('base64');
        const bytes = readSecret(`whsec_${Buffer.from(key).toString('base64')}`);
        assert.equal(await sign(bytes, message), `v1,${expected}`);
      }),
    );
  });
});

describe('readSecret()', () => {
  it('refuses a secret that is too short, too long or malformed, and never repeats it', () => {
    const short = Buffer.alloc(23, 7).toString('base64');
    const long = Buffer.alloc(65, 7).toString('base64');
    for (const wrong of ['', 'whsec_', `whsec_${short}`, `whsec_${long}`, long, 'whsec_a-b_']) {
      assert.throws(
        () => readSecret(wrong),
        (error: Error) => wrong === '' || !error.message.includes(wrong.slice(6) || '?'),
      );
    }
  });
});

describe('webhook().create()', () => {
  it('posts the lead as JSON, signed, under an id of its own', async () => {
    const { request, body } = await send(new Response(null, { status: 204 }));
    assert.equal(request.method, 'POST');
    assert.equal(request.url, 'https://crm.example/hooks?key=k');
    const { headers } = request;
    assert.equal(headers.get('content-type'), 'application/json');
    assert.equal(headers.get('webhook-id'), 'lead_7ZK3M9QW');
    const timestamp = headers.get('webhook-timestamp');
    assert.equal(timestamp, String(now() / 1000));
    const key = Buffer.from(secret.slice(6), 'base64');
    const signed = createHmac('sha256', key).update(`lead_7ZK3M9QW.${timestamp}.${body}`);
    assert.equal(headers.get('webhook-signature'), `v1,${signed.digest('base64')}`);
    assert.deepEqual(JSON.parse(body), { type: 'lead.created', data: contact });
  });

  it('takes any 2xx as a contact, with the id that the receiver returns', async () => {
    const answers: readonly (readonly [Response, string])[] = [
      [new Response(null, { status: 204 }), contact.ref],
      [new Response('Accepted', { status: 202 }), contact.ref],
      [Response.json({ ok: true }), contact.ref],
      [Response.json({ id: 17 }), '17'],
      [Response.json({ id: 'crm-1' }, { status: 201 }), 'crm-1'],
      [new Response(Buffer.from('Danke für die Anfrage', 'latin1')), contact.ref],
      [new Response('x'.repeat(70 * 1024)), contact.ref],
    ];
    for (const [response, id] of answers) {
      assert.deepEqual((await send(response)).outcome, { status: 'created', id });
    }
  });

  it('understands that the phone is known, and that a lead will never be accepted', async () => {
    const duplicate = await send(Response.json({ status: 'duplicate' }));
    assert.deepEqual(duplicate.outcome, { status: 'duplicate' });
    const rejected = await send(Response.json({ status: 'rejected', text: 'No such region' }));
    assert.deepEqual(rejected.outcome, { status: 'rejected', text: 'No such region' });
  });

  it('has what the receiver says of a person in the record, and in no line of the log', async () => {
    const stage = await createStage();
    const person = { first_name: 'José', phone: '628123456789', click_id: 'click-7' };
    const ref = await sendLead(stage, 'a-lead-key', person);
    const text = 'José (628123456789, click-7) has moved';
    const fetch = async (): Promise<Response> => Response.json({ status: 'rejected', text });
    const { store, promoCodes, now: at } = stage;
    const { log, logged: lines } = keptLog();
    const worker = createWorker({
      store,
      promoCodes,
      contacts: webhook({ url: 'https://crm.example', secret, now, fetch }),
      now: () => at,
      random: () => 0.5,
      log,
      quietMs: 60_000,
    });
    await worker.runDue(signal);
    const { lead, attempts } = (await readLead(store, ref)) ?? {};
    assert.deepEqual([lead?.state, attempts?.at(-1)?.detail], ['rejected', text]);
    assert.deepEqual(lines, [`lead.rejected ${JSON.stringify({ ref, attempt: 1 })}`]);
  });

  it('understands it even if other fields are null or of another type', async () => {
    const rejected = { status: 'rejected' } as const;
    const answers = [
      [
        { ...rejected, text: 'bad phone', id: null },
        { ...rejected, text: 'bad phone' },
      ],
      [
        { ...rejected, text: 'bad phone', id: 1.5 },
        { ...rejected, text: 'bad phone' },
      ],
      [
        { ...rejected, text: null },
        { ...rejected, text: 'rejected' },
      ],
      [
        { ...rejected, text: ['bad phone'] },
        { ...rejected, text: 'rejected' },
      ],
      [{ status: 'duplicate', id: null, text: null }, { status: 'duplicate' }],
      [
        { status: null, text: null, id: 17 },
        { status: 'created', id: '17' },
      ],
    ] as const;
    for (const [answer, outcome] of answers) {
      assert.deepEqual((await send(Response.json(answer))).outcome, outcome);
    }
  });

  it('does not take a page for an answer, and reports it', async () => {
    const html = '<!doctype html><p>Thanks';
    const inUtf16 = [
      Buffer.from(`\uFEFF${html}`, 'utf16le'),
      Buffer.from(html, 'utf16le').swap16(),
    ];
    const long = html + 'x'.repeat(70 * 1024);
    for (const page of [html, ' \n<html></html>', '<ok/>', ...inUtf16, long]) {
      const message = /HTTP 200, a page \(its body begins with "<"\)/;
      await assert.rejects(send(new Response(page)), { failure: 'in_doubt', message });
    }
  });

  it('leaves to a person what the receiver refuses without saying why', async () => {
    for (const status of [400, 401, 403, 404, 409, 410, 413, 422]) {
      await assert.rejects(send(new Response('{}', { status })), { failure: 'setup' }, `${status}`);
    }
  });

  it('cannot be created without a valid URL and secret', () => {
    const fetch = (): Promise<Response> => Promise.reject(new Error('is never called'));
    assert.throws(() => webhook({ url: 'ftp://crm', secret, fetch, now }), /not http/);
    assert.throws(() => webhook({ url: 'https://crm', secret: 'x', fetch, now }), /secret/);
  });
});

/** A receiver's status says more than a vendor's, and its body less. */
const meansOtherwise: Readonly<Record<string, Meaning>> = {
  'JSON of another shape (1)': 'done',
  'JSON of another shape (2)': 'done',
  'JSON of another shape (3)': 'done',
  'an answer under 404 Not Found': 'setup',
  'an answer under 500 Oops': 'in_doubt',
  'truncated JSON': 'done',
  'an empty body': 'done',
  '204': 'done',
  'two bodies': 'done',
  JSONP: 'done',
  'a trailing comma': 'done',
  'bytes that are no UTF-8': 'done',
  'a body of 1 GB': 'done',
  'a body of 1 GB in chunks': 'done',
  'a gzip bomb': 'done',
  'arrays within arrays without end': 'done',
};

describe('A receiver on a socket', () => {
  const network = createUpstreamFetch();
  after(() => network.close());
  const odd = new Set(Object.keys(meansOtherwise));

  for (const fault of upstreamFaults) {
    const means = meansOtherwise[fault.what] ?? fault.means;
    odd.delete(fault.what);
    it(`that gives ${fault.what} is understood as ${means}`, async () => {
      const patience = new AbortController();
      const answer = '{"id":"crm-1"}';
      const server = await rawServer((socket) =>
        fault.play(socket, {
          call: 'contact',
          execute: () => answer,
          expire: () => patience.abort(),
        }),
      );
      const { create } = webhook({ url: server.baseUrl, secret, now, fetch: network.fetch });
      try {
        const outcome = await create(contact, patience.signal);
        assert.equal(outcome.status, 'created');
        assert.equal(means, 'done');
      } catch (error) {
        assert.ok(error instanceof UpstreamError, String(error));
        assert.equal(error.failure, means);
        assert.equal(error.retryAfterMs, fault.retryAfterMs);
        assert.doesNotMatch(error.message, /whsec|127\.0\.0\.1|628123456789/);
      } finally {
        await server.close();
      }
      assert.equal(server.requests.length, 1);
    });
  }

  it('plays every fault that means something else here', () => {
    assert.deepEqual([...odd], []);
  });

  it('knows an echo by the id, which is the same for each attempt', async () => {
    const server = await rawServer((socket) => void socket.resetAndDestroy());
    const { create } = webhook({ url: server.baseUrl, secret, now, fetch: network.fetch });
    await assert.rejects(create(contact, signal), { failure: 'in_doubt' });
    server.play = (socket) => void socket.write(keptAlive('{}'));
    assert.equal((await create(contact, signal)).status, 'created');
    const ids = server.requests.map((request) => /^webhook-id: (.*)\r$/im.exec(request)?.[1]);
    assert.deepEqual(ids, ['lead_7ZK3M9QW', 'lead_7ZK3M9QW']);
    await server.close();
  });
});
