import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  createStage,
  goodLead,
  pageOrigin,
  type Stage,
  withKey,
} from '../support/proxy/proxy-stage.ts';
import { assertRefused, type Expected } from './refusal.ts';

const leads = '/v1/leads';
const validate = '/v1/promo-codes/validate';
const redeem = '/v1/promo-codes/redeem';

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const utf16 = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(text, 'utf16le'));

/** Refused by every call that reads JSON. */
const noObjects: Readonly<Record<string, BodyInit>> = {
  nothing: '',
  null: 'null',
  'a number': '123',
  'a text': '"x"',
  true: 'true',
  'a list of one': '[{"code":"ONCE"}]',
  'a trailing comma': '{"code":"ONCE",}',
  'a comment': '{"code":"ONCE"}// it is',
  'single quotes': "{'code':'ONCE'}",
  'two objects': '{"code":"ONCE"}{"code":"ONCE"}',
  'UTF-16': utf16('{"code":"ONCE"}'),
  'an overlong slash': bytes(0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d),
  'half a surrogate in UTF-8': bytes(0x22, 0xed, 0xa0, 0x80, 0x22),
  'half a character': utf8('{"code":"é"}').slice(0, -3),
  'a key twice': '{"code":"A","code":"B"}',
  'a key twice, once escaped': '{"code":"A","c\\u006fde":"B"}',
  'the name of a prototype': '{"__proto__":{"code":"ONCE"}}',
  'a constructor': '{"constructor":{"prototype":{}}}',
  '5,000 levels': '{"a":'.repeat(5_000),
  '5,000 levels, all closed': `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  '33 keys': JSON.stringify(Object.fromEntries(Array.from({ length: 33 }, (_, i) => [i, i]))),
  'Infinity, as if by name': '{"code":Infinity}',
  JSONP: 'callback({"code":"ONCE"})',
};

const headers: Readonly<Record<string, readonly [Readonly<Record<string, string>>, Expected]>> = {
  'plain text': [{ 'content-type': 'text/plain' }, [415, 'unsupported-media-type']],
  'no type': [{ 'content-type': '' }, [415, 'unsupported-media-type']],
  JSONP: [{ 'content-type': 'application/jsonp' }, [415, 'unsupported-media-type']],
  'a sequence': [{ 'content-type': 'application/json-seq' }, [415, 'unsupported-media-type']],
  'a form with a file': [
    { 'content-type': 'multipart/form-data; boundary=b' },
    [415, 'unsupported-media-type'],
  ],
  'UTF-16 by name': [
    { 'content-type': 'application/json; charset="UTF-16"' },
    [415, 'unsupported-media-type'],
  ],
  'a type with 30,000 parameters': [
    { 'content-type': `application/json${';'.repeat(30_000)}` },
    [415, 'unsupported-media-type'],
  ],
  gzip: [{ 'content-encoding': 'gzip' }, [415, 'unsupported-media-type']],
  'several encodings': [{ 'content-encoding': 'identity, br' }, [415, 'unsupported-media-type']],
  'an origin that ends alike': [{ origin: 'https://evilpage.example' }, [403]],
  'an origin that begins alike': [{ origin: `${pageOrigin}.evil.example` }, [403]],
  'an origin by another scheme': [{ origin: 'http://page.example' }, [403]],
  'an origin with a user': [{ origin: 'https://a@page.example' }, [403]],
  'an origin with a slash': [{ origin: `${pageOrigin}/` }, [403]],
  'an origin in capitals': [{ origin: 'HTTPS://PAGE.EXAMPLE' }, [403]],
  'an empty origin': [{ origin: '' }, [403]],
  'the origin of the proxy, for JSON': [{ origin: 'https://proxy.example' }, [403]],
};

async function post(
  stage: Stage,
  path: string,
  body: BodyInit,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return stage.proxy(
    new Request(`https://proxy.example${path}`, {
      method: 'POST',
      headers: {
        origin: pageOrigin,
        'content-type': 'application/json',
        ...withKey('a-bad-input'),
        ...more,
      },
      body,
      // Node wants it for a stream (nodejs/node#46221).
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    }),
  );
}

for (const path of [leads, validate, redeem]) {
  describe(`POST ${path}, met by bad input`, () => {
    it('refuses a body that is not a strict JSON object', async () => {
      const stage = await createStage();
      for (const [what, body] of Object.entries(noObjects)) {
        await assertRefused(stage, await post(stage, path, body), [400, 'invalid-body'], what);
      }
    });

    it('refuses other types, encodings and origins', async () => {
      const stage = await createStage();
      for (const [what, [more, expected]] of Object.entries(headers)) {
        await assertRefused(stage, await post(stage, path, '{}', more), expected, what);
      }
    });

    it('takes a body whose coding is named, and none', async () => {
      const stage = await createStage();
      for (const encoding of ['identity', 'Identity', '']) {
        const reply = await post(stage, path, '{}', { 'content-encoding': encoding });
        assert.equal(reply.status, 422, encoding);
      }
    });

    it('reads a body up to 32 KiB, whatever length it claims or has', async () => {
      const stage = await createStage();
      let pulled = 0;
      const endless = new ReadableStream<Uint8Array>({
        pull(controller) {
          pulled += 1024;
          controller.enqueue(new Uint8Array(1024).fill(0x20));
          // Enough to see it: a reader without a limit must not fill the memory.
          if (pulled >= 1024 * 1024) controller.close();
        },
      });
      const tooLarge: Expected = [413, 'too-large'];
      await assertRefused(stage, await post(stage, path, endless), tooLarge, 'a stream');
      assert.ok(pulled <= 40 * 1024, `${pulled} bytes`);
      const long = `{"a":"${'x'.repeat(33 * 1024)}"}`;
      const lie = { 'content-length': '2' };
      await assertRefused(stage, await post(stage, path, long, lie), tooLarge, 'a lie');
      // A key of 30 KiB is within the limit, and unknown.
      const key = JSON.stringify({ ['k'.repeat(30 * 1024)]: 1 });
      assert.ok([400, 422].includes((await post(stage, path, key)).status));
    });
  });
}

describe('POST /v1/leads, met by bad fields', () => {
  const typeless: readonly unknown[] = [1, true, ['Ana'], { toString: 1 }, null];
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    first_name: typeless,
    phone: [...typeless, '3 digits', '123', '1'.repeat(16), '1e10', '0x1234567890', '+'],
    product: [...typeless, 'snake-oil', 'BLACKMASK\u0000', '__proto__', 'constructor'],
    click_id: [1, {}, 'x'.repeat(4097)],
    promo_code: [1, ['ONCE'], { $ne: null }, 'x'.repeat(256)],
    company: [1, '1 OR 1=1', '1;2', '1,2', '../x', 'x'.repeat(129)],
    consent: ['yes', 1, 'on', false, null],
    locale: ['../../x', 'xx-XX-<svg>', 1, ''],
    extra: [1, [], { a: 1 }, { a: { b: 'c' } }],
    attribution: [1, { first: { click_id: 1 } }, { last: 'x' }],
    signals: [1, { trap: 'x' }, { elapsed_ms: 1.5 }],
  };
  for (const [field, values] of Object.entries(wrong)) {
    it(`names the field: ${field}`, async () => {
      const stage = await createStage();
      for (const value of values) {
        const reply = await stage.post(
          leads,
          { ...goodLead, [field]: value },
          withKey('bad-field'),
        );
        const what = JSON.stringify(value).slice(0, 60);
        const named = (await reply.clone().text()).includes(`"field":"${field}`);
        assert.ok(named, what);
        await assertRefused(stage, reply, [422, 'invalid-fields'], what);
      }
    });
  }

  it('accepts no field that only the server may set', async () => {
    const stage = await createStage();
    for (const key of ['id', 'ref', 'status', 'state', 'created_at', 'token', 'toString', 'foo']) {
      const reply = await stage.post(leads, { ...goodLead, [key]: 'x' }, withKey('a-bad-key'));
      await assertRefused(stage, reply, [400, 'invalid-body'], key);
    }
  });
});
