import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStage, goodLead, pageOrigin, type Stage } from '../support/proxy/proxy-stage.ts';
import { assertNoTrace, assertRefused } from './refusal.ts';

const urlencoded = 'application/x-www-form-urlencoded';
const page = { 'content-type': urlencoded, accept: 'text/html' };

function post(
  stage: Stage,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  return stage.post('/v1/leads', body, headers);
}

function encoded(fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams({ ...goodLead, ...fields }).toString();
}

async function assertNothingKept(stage: Stage): Promise<void> {
  assert.deepEqual(await stage.store.selectFrom('leads').select('ref').execute(), []);
  assert.deepEqual(stage.calls, []);
}

describe('POST /v1/leads as a form, met by bad input', () => {
  it('refuses what is not such a form', async () => {
    const stage = await createStage();
    const multipart =
      '--b\r\nContent-Disposition: form-data; name="first_name"\r\n\r\nAna\r\n--b--';
    const forms: Readonly<Record<string, readonly [string, string, number]>> = {
      'a form of parts': ['multipart/form-data; boundary=b', multipart, 415],
      'a form of parts without a boundary': ['multipart/form-data', multipart, 415],
      'plain text': ['text/plain', encoded({}), 415],
      'Latin-1 by name': [`${urlencoded}; charset=iso-8859-1`, encoded({}), 415],
      'a field twice': [urlencoded, `${encoded({})}&phone=62812345679`, 400],
      'a field twice, once encoded': [urlencoded, `${encoded({})}&%70hone=62812345679`, 400],
      'a form of 33 KiB': [urlencoded, encoded({ note: 'x'.repeat(33 * 1024) }), 413],
      '16,000 names': [urlencoded, 'a&'.repeat(16_000), 400],
      '10,000 fields': [urlencoded, 'a=1&'.repeat(10_000), 413],
    };
    for (const [what, [type, body, status]] of Object.entries(forms)) {
      const reply = await post(stage, body, {
        'content-type': type,
        'idempotency-key': 'a-bad-form',
      });
      await assertRefused(stage, reply, [status], what);
    }
  });

  it('shows what was typed as text, wherever it appears', async () => {
    const stage = await createStage();
    const attack = `"><script>alert(1)</script><img src=x onerror='alert(1)'>&lt;`;
    const fields = ['first_name', 'last_name', 'product', 'click_id', 'promo_code', 'company'];
    for (const field of [
      ...fields,
      'locale',
      'consent',
      'success_url',
      'extra[x]',
      `extra[${attack}]`,
    ]) {
      const reply = await post(stage, encoded({ phone: '1', [field]: attack }), page);
      const html = await reply.text();
      assert.equal(reply.status, 422, field);
      assert.doesNotMatch(html, /<script|<img|="[^"]*"[^"=>]*onerror/i, field);
      assert.match(reply.headers.get('content-security-policy') ?? '', /default-src 'none'/);
      assert.equal(reply.headers.get('x-content-type-options'), 'nosniff');
    }
    await assertNothingKept(stage);
  });

  it('redirects only to pages of the origins on the list', async () => {
    const evil = [
      'javascript:alert(1)',
      '\u0001javascript:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,x',
      '//evil.example/',
      '/\\evil.example/',
      'https:evil.example',
      'https://evil.example/',
      `${pageOrigin}.evil.example/`,
      `${pageOrigin}@evil.example/`,
      `https://evil.example/?${pageOrigin}`,
      'http://page.example/',
      'https://page.example:8443/',
      'ftp://page.example/',
      `blob:${pageOrigin}/1`,
      `${pageOrigin}/\r\nSet-Cookie: a=b`,
      'null',
    ];
    const stage = await createStage();
    for (const success_url of evil) {
      const reply = await post(stage, encoded({ success_url }), page);
      const place = reply.headers.get('location');
      assert.ok(place === null || new URL(place).origin === pageOrigin, `${success_url}: ${place}`);
      assert.doesNotMatch(place ?? '', /[\r\n]/);
      assert.equal(reply.headers.get('set-cookie'), null);
      assertNoTrace(await reply.text(), success_url);
    }
  });

  it('refuses broken encodings like any invalid field', async () => {
    const stage = await createStage();
    for (const body of [
      '%',
      '%zz=%',
      'first_name=%C0%AF',
      '&&&===&',
      'first_name=Jos%E9',
      '\u0000',
    ]) {
      const reply = await post(stage, body, page);
      assert.equal(reply.status, 422, body);
      assertNoTrace(await reply.text(), body);
    }
    await assertNothingKept(stage);
  });
});
