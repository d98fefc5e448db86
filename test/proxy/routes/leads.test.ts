import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LeadReceipt } from '../../../src/contract/index.ts';
import { createStage, goodLead, type Stage, withKey } from '../../support/proxy/proxy-stage.ts';
import { contact } from '../../support/proxy/vendor-calls.ts';

const leads = '/v1/leads';

async function send(stage: Stage, lead: object, key: string): Promise<LeadReceipt> {
  const reply = await stage.post(leads, lead, withKey(key));
  assert.equal(reply.status, 202);
  return LeadReceipt.parse(await reply.json());
}

async function stored(stage: Stage): Promise<number> {
  return (await stage.store.selectFrom('leads').select('ref').execute()).length;
}

function withoutRef(receipt: string): string {
  return receipt.replace(/"ref":"[^"]+"/, '"ref":""');
}

describe('POST /v1/leads', () => {
  it('stores a lead before it acknowledges it, and calls nobody meanwhile', async () => {
    const stage = await createStage();
    const { ref, received_at } = await send(stage, goodLead, 'a-new-key');
    const row = await stage.store.selectFrom('leads').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual(
      [row.ref, row.received_at, row.phone, row.click_id, row.state],
      [ref, Date.parse(received_at), '628123456789', 'direct', 'pending'],
    );
    assert.deepEqual(stage.calls, []);
  });

  it('answers a replay with the first reply and stores one lead', async () => {
    const stage = await createStage();
    const first = await send(stage, goodLead, 'sent-twice');
    // What is the same to a person is the same request: spelling of the phone, language, campaign.
    const again = {
      ...goodLead,
      phone: '62 812 3456 789',
      locale: 'id',
      attribution: { last: {} },
      signals: { elapsed_ms: 90_000 },
    };
    const reply = await stage.post(leads, again, withKey('sent-twice'));
    assert.equal(reply.headers.get('idempotent-replayed'), 'true');
    assert.deepEqual(await reply.json(), first);
    assert.equal(await stored(stage), 1);
  });

  it('stores one lead for twenty requests at once with one key', async () => {
    const stage = await createStage();
    const receipts = await Promise.all(
      Array.from({ length: 20 }, () => send(stage, goodLead, 'all-at-once')),
    );
    assert.equal(new Set(receipts.map(({ ref }) => ref)).size, 1);
    assert.equal(await stored(stage), 1);
  });

  it('knows a retry by what the visitor said, whatever the server puts in since a restart', async () => {
    const stage = await createStage({ company: '1', defaultClickId: 'direct' });
    const first = await send(stage, goodLead, 'a-restart');
    const { store } = stage;
    const products = [{ slug: 'another', title: 'Another' }];
    const restarted = await createStage({ store, company: '2', defaultClickId: 'none', products });
    assert.deepEqual(await send(restarted, goodLead, 'a-restart'), first);
    assert.equal(await stored(stage), 1);
  });

  it('recognises a retry that a tracker has since added the visitor’s origin to', async () => {
    const stage = await createStage({ defaultClickId: 'direct' });
    const first = await send(stage, goodLead, 'a-late-tracker');
    assert.deepEqual(await send(stage, { ...goodLead, click_id: 'c-1' }, 'a-late-tracker'), first);
    assert.equal(await stored(stage), 1);
  });

  it('refuses a key that stands for other fields', async () => {
    const stage = await createStage();
    await send(stage, goodLead, 'reused-key');
    const other = { ...goodLead, phone: '62899999999' };
    const reply = await stage.post(leads, other, withKey('reused-key'));
    assert.equal(reply.status, 422);
    assert.partialDeepStrictEqual(await reply.json(), { type: 'idempotency-key-reused' });
  });

  it('answers a known and a new phone alike, except for the ref', async () => {
    const stage = await createStage();
    const first = await stage.post(leads, goodLead, withKey('new-phone'));
    await stage.work();
    const second = await stage.post(leads, goodLead, withKey('known-phone'));
    const [newPhone, knownPhone] = [await first.text(), await second.text()];
    assert.notEqual(knownPhone, newPhone);
    assert.equal(withoutRef(knownPhone), withoutRef(newPhone));
    assert.deepEqual([...second.headers], [...first.headers]);
    assert.equal(second.status, first.status);
  });

  it('answers 503 when nothing can be stored, and takes the same key afterwards', async () => {
    const stage = await createStage();
    await stage.store.schema.alterTable('leads').renameTo('gone').execute();
    const reply = await stage.post(leads, goodLead, withKey('full-disk'));
    assert.deepEqual([reply.status, reply.headers.get('retry-after')], [503, '5']);
    await stage.store.schema.alterTable('gone').renameTo('leads').execute();
    await send(stage, goodLead, 'full-disk');
  });

  it('stores the page’s own fields and the signs of a bot, and refuses nobody for them', async () => {
    const stage = await createStage();
    const extra = { city: ' Medan ', note: 'two\r\nlines' };
    const signals = { trap: true, elapsed_ms: 4000 };
    await send(stage, { ...goodLead, extra, signals }, 'own-fields');
    await stage.work();
    const row = await stage.store.selectFrom('leads').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual(JSON.parse(row.extra ?? ''), { city: 'Medan', note: 'two\nlines' });
    assert.deepEqual(JSON.parse(row.signals ?? ''), signals);
    assert.equal(row.state, 'delivered');
  });

  it('takes other own fields for another request, and the same in another order for the same', async () => {
    const stage = await createStage();
    await send(stage, { ...goodLead, extra: { a: '1', b: '2' } }, 'own-fields');
    await send(stage, { ...goodLead, extra: { b: '2 ', a: '1' } }, 'own-fields');
    const other = { ...goodLead, extra: { a: '1' } };
    const reply = await stage.post(leads, other, withKey('own-fields'));
    assert.equal(reply.status, 422);
    assert.equal(await stored(stage), 1);
  });

  it('takes the alias of a product for the product', async () => {
    const stage = await createStage();
    await send(stage, { ...goodLead, product: 'Cambogia' }, 'an-alias');
    const { product } = await stage.store
      .selectFrom('leads')
      .select('product')
      .executeTakeFirstOrThrow();
    assert.equal(product, 'garcinia-cambogia');
  });

  const clickIds: readonly (readonly [string, string])[] = [
    ['CjwKCAiA-_x1&=#%', 'CjwKCAiA-_x1&=#%'],
    ['x'.repeat(256), 'direct'],
    ['line\nbreak', 'direct'],
    ['', 'direct'],
  ];
  for (const [sent, kept] of clickIds) {
    it(`keeps a lead with the click id ${JSON.stringify(sent.slice(0, 20))} as ${kept}`, async () => {
      const stage = await createStage();
      await send(stage, { ...goodLead, click_id: sent }, 'a-click-id');
      const row = await stage.store
        .selectFrom('leads')
        .select('click_id')
        .executeTakeFirstOrThrow();
      assert.equal(row.click_id, kept);
    });
  }

  const fields: readonly (readonly [object, string, string])[] = [
    [{ first_name: '\u200b \t' }, 'first_name', 'required'],
    [{ first_name: { toString: 1 } }, 'first_name', 'format'],
    [{ last_name: 'Ana\u0007' }, 'last_name', 'format'],
    [{ last_name: '😀' }, 'last_name', 'format'],
    [{ last_name: 'x'.repeat(256) }, 'last_name', 'too_long'],
    [{ phone: '1234567' }, 'phone', 'too_short'],
    [{ phone: '1'.repeat(15) }, 'phone', 'too_long'],
    [{ phone: '1e10000000' }, 'phone', 'format'],
    [{ product: 'snake-oil' }, 'product', 'unknown'],
    [{ consent: 'yes' }, 'consent', 'required'],
    [{ extra: { note: 'x'.repeat(1_001) } }, 'extra.note', 'too_long'],
    [{ signals: { elapsed_ms: -1 } }, 'signals.elapsed_ms', 'format'],
  ];
  for (const [change, field, code] of fields) {
    it(`names the field of ${JSON.stringify(change).slice(0, 50)}`, async () => {
      const stage = await createStage();
      const reply = await stage.post(leads, { ...goodLead, ...change }, withKey('bad-field'));
      assert.equal(reply.status, 422);
      const { errors } = (await reply.json()) as { readonly errors: unknown };
      assert.deepEqual(errors, [{ field, code }]);
      assert.equal(await stored(stage), 0);
    });
  }

  it('takes UTF-8 by any of its names', async () => {
    const stage = await createStage();
    for (const [index, charset] of ['utf-8', 'UTF-8', '"utf-8"', 'utf8', 'UTF8'].entries()) {
      const type = { 'content-type': `application/json; charset=${charset}` };
      const key = withKey(`a-charset-${index}`);
      const reply = await stage.post(leads, goodLead, { ...key, ...type });
      assert.equal(reply.status, 202, charset);
    }
  });

  const requests: readonly (readonly [string, string, Readonly<Record<string, string>>, number])[] =
    [
      ['JSON as plain text', '{}', { 'content-type': 'text/plain' }, 415],
      ['another charset', '{}', { 'content-type': 'application/json; charset=utf-16' }, 415],
      ['a compressed body', '{}', { 'content-encoding': 'gzip' }, 415],
      ['a body over 32 KiB', `{"a":"${'x'.repeat(32 * 1024)}"}`, {}, 413],
      ['no body', '', {}, 400],
      ['another origin', '{}', { origin: 'https://page.example.evil' }, 403],
      ['another port', '{}', { origin: 'https://page.example:8443' }, 403],
      ['the origin null', '{}', { origin: 'null' }, 403],
      ['two origins', '{}', { origin: 'https://page.example, https://evil.example' }, 403],
    ];
  for (const [what, body, headers, status] of requests) {
    it(`answers ${what} with ${status}`, async () => {
      const stage = await createStage();
      const reply = await stage.post(leads, body, { ...withKey('bad-request'), ...headers });
      assert.equal(reply.status, status);
      assert.equal(reply.headers.get('content-type'), 'application/problem+json');
      assert.equal(reply.headers.get('cache-control'), 'no-store');
      assert.equal(reply.headers.get('vary'), 'Origin');
    });
  }

  it('refuses bytes that are not UTF-8', async () => {
    const stage = await createStage();
    const text = JSON.stringify({ ...goodLead, first_name: 'An?' });
    const bytes = new TextEncoder().encode(text).map((byte) => (byte === 0x3f ? 0xff : byte));
    const request = new Request('https://proxy.example/v1/leads', {
      method: 'POST',
      headers: {
        origin: 'https://page.example',
        'content-type': 'application/json',
        ...withKey('no-utf-8'),
      },
      body: bytes,
    });
    assert.equal((await stage.proxy(request)).status, 400);
  });

  it('tells a browser of an allowed origin what it may send, and no other', async () => {
    const stage = await createStage();
    const preflight = (origin: string): Promise<Response> =>
      stage.proxy(
        new Request('https://proxy.example/v1/leads', { method: 'OPTIONS', headers: { origin } }),
      );
    const allowed = await preflight('https://page.example');
    assert.equal(allowed.headers.get('access-control-allow-origin'), 'https://page.example');
    assert.match(allowed.headers.get('access-control-allow-headers') ?? '', /Idempotency-Key/);
    assert.equal((await preflight('https://evil.example')).status, 403);
  });

  it('logs neither name nor phone nor code', async () => {
    const stage = await createStage();
    await send(stage, { ...goodLead, promo_code: 'WELCOME10' }, 'nothing-told');
    await stage.work();
    assert.ok(stage.logged.length >= 3);
    assert.doesNotMatch(stage.logged.join('\n'), /Ana|Wijaya|8123456789|WELCOME10/);
  });
});

/** A stage whose worker starts as soon as a lead is stored. */
async function createWaitingStage(): Promise<Stage> {
  const stage: Stage = await createStage({ waits: true, onLead: () => void stage.work() });
  return stage;
}

describe('POST /v1/leads where the visitor waits for the upstream', () => {
  it('answers 201 with the contact, and a replay too', async () => {
    const stage = await createWaitingStage();
    const reply = await stage.post(leads, goodLead, withKey('made-at-once'));
    assert.equal(reply.status, 201);
    assert.partialDeepStrictEqual(await reply.json(), { contact_id: '1' });
    assert.equal((await stage.post(leads, goodLead, withKey('made-at-once'))).status, 201);
  });

  it('answers all that wait for one lead', async () => {
    const stage = await createWaitingStage();
    const ask = (): Promise<Response> => stage.post(leads, goodLead, withKey('asked-thrice'));
    const replies = await Promise.all([ask(), ask(), ask()]);
    assert.deepEqual(
      replies.map(({ status }) => status),
      [201, 201, 201],
    );
  });

  it('answers 409 for a phone that is known, and says of a replay that it is one', async () => {
    const stage = await createWaitingStage();
    await stage.post(leads, goodLead, withKey('first-phone'));
    for (const replayed of [null, 'true']) {
      const reply = await stage.post(leads, goodLead, withKey('second-phone'));
      assert.equal(reply.status, 409);
      const detail = 'Do not send it again: the vendor has a contact with this phone.';
      assert.partialDeepStrictEqual(await reply.json(), { type: 'duplicate', detail });
      assert.equal(reply.headers.get('idempotent-replayed'), replayed);
    }
  });

  it('answers 202 when the upstream gives no clear answer', async () => {
    const stage = await createWaitingStage();
    stage.faults.set(contact, async () => new Response('502', { status: 502 }));
    assert.equal((await stage.post(leads, goodLead, withKey('in-doubt'))).status, 202);
  });
});
