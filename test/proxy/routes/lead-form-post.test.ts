import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { purgeLeads } from '../../../src/proxy/index.ts';
import {
  createStage,
  goodLead,
  pageOrigin,
  sendLead,
  type Stage,
} from '../../support/proxy/proxy-stage.ts';

/** Posts a form as a browser does that runs no script. */
function post(
  stage: Stage,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return stage.post('/v1/leads', new URLSearchParams(fields).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
    ...headers,
  });
}

async function stored(stage: Stage): Promise<number> {
  return (await stage.store.selectFrom('leads').select('ref').execute()).length;
}

describe('POST /v1/leads as a form', () => {
  it('thanks in a page that says what became of the code', async () => {
    const stage = await createStage();
    const reply = await post(stage, { ...goodLead, promo_code: 'PAUSED', submit: 'Order' });
    assert.equal(reply.status, 202);
    assert.equal(reply.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.match(await reply.text(), /Thank you[\s\S]*promo code could not be accepted/);
    assert.equal(await stored(stage), 1);
  });

  it('takes the same fields again for a second click', async () => {
    const stage = await createStage();
    await post(stage, goodLead);
    await post(stage, goodLead);
    assert.equal(await stored(stage), 1);
    await post(stage, { ...goodLead, phone: '62899999999' });
    assert.equal(await stored(stage), 2);
  });

  it('takes them for a second click a day later, and for another order after two', async () => {
    const hourMs = 60 * 60_000;
    const stage = await createStage();
    const first = await post(stage, goodLead);
    stage.now += 24 * hourMs;
    await post(stage, goodLead);
    assert.equal(await stored(stage), 1);
    stage.now += 24 * hourMs;
    const later = await post(stage, goodLead);
    assert.deepEqual([first.status, later.status], [202, 202]);
    assert.equal(await stored(stage), 2);
  });

  it('takes them for another lead where the first was thrown away', async () => {
    const stage = await createStage({
      spam: { isQuarantining: true, quarantineScore: 50, hurryMs: 2000 },
    });
    const throwAway = async (): Promise<void> => {
      const [lead] = await stage.store.selectFrom('leads').select('ref').execute();
      assert.equal((await purgeLeads(stage.store, [lead?.ref ?? ''])).size, 1);
    };
    await post(stage, { ...goodLead, trap: 'x' });
    await throwAway();
    // As a script says it within minutes.
    await sendLead(stage, 'by-script-1', { signals: { trap: true } });
    assert.equal(await stored(stage), 1);
    await throwAway();
    stage.now += 30 * 60 * 60_000;
    await post(stage, goodLead);
    await post(stage, goodLead);
    assert.equal(await stored(stage), 1);
  });

  it('goes to a thank-you page of an allowed origin, and to no other', async () => {
    const stage = await createStage();
    const success_url = `${pageOrigin}/thanks?a=1`;
    const reply = await post(stage, { ...goodLead, success_url });
    assert.deepEqual([reply.status, reply.headers.get('location')], [303, success_url]);
    for (const url of [
      'https://evil.example/',
      'javascript:alert(1)',
      '//evil.example',
      '/thanks',
    ]) {
      assert.equal((await post(stage, { ...goodLead, success_url: url })).status, 202, url);
    }
  });

  it('shows which field is wrong, with all that was typed', async () => {
    const stage = await createStage();
    const typed = { ...goodLead, last_name: '"><b>Wijaya', phone: '62 81', click_id: 'abc' };
    const reply = await post(stage, typed);
    const page = await reply.text();
    // To where it came from, which is not `/v1/leads` where the proxy is mounted below a path.
    assert.match(page, /<form method="post">/);
    assert.equal(reply.status, 422);
    assert.match(page, /value="62 81"[^>]*aria-invalid="true"[^>]*>[^<]*<p[^>]*>This is too short/);
    assert.match(page, /value="&quot;&gt;&lt;b&gt;Wijaya"/);
    assert.match(page, /type="hidden" name="click_id" value="abc"/);
    assert.equal(await stored(stage), 0);
  });

  it('keeps the page’s own fields, and whether the trap was filled in', async () => {
    const stage = await createStage();
    await post(stage, { ...goodLead, 'extra[city]': 'Medan', trap: 'x' });
    const [lead] = await stage.store.selectFrom('leads').selectAll().execute();
    assert.equal(lead?.extra, '{"city":"Medan"}');
    assert.equal(lead.signals, '{"trap":true}');
  });

  it('carries the page’s own fields through a correction, and shows one that is too long', async () => {
    const stage = await createStage();
    const own = { 'extra[city]': 'Medan', trap: 'x', phone: '62 81' };
    const page = await (await post(stage, { ...goodLead, ...own })).text();
    assert.match(page, /type="hidden" name="extra\[city\]" value="Medan"/);
    assert.match(page, /type="hidden" name="trap" value="x"/);
    const note = `</textarea>${'x'.repeat(1_000)}`;
    const long = await post(stage, { ...goodLead, 'extra[note]': note });
    assert.match(
      await long.text(),
      /<textarea[^>]*name="extra\[note\]"[^>]*aria-invalid="true"[^>]*>&lt;\/textarea&gt;x+<[^]*1,000/,
    );
  });

  it('ties the message to its field, whatever the page called it', async () => {
    const stage = await createStage();
    const page = await (
      await post(stage, { ...goodLead, 'extra[Your city]': 'x'.repeat(1_001) })
    ).text();
    const [, describedBy = ''] = /aria-describedby="([^"]*)"/.exec(page) ?? [];
    // A list of ids, apart by spaces.
    for (const id of describedBy.split(' ')) assert(page.includes(`id="${id}"`), id);
  });

  it('asks for the product that is not offered', async () => {
    const stage = await createStage();
    const page = await (await post(stage, { ...goodLead, product: 'snake-oil' })).text();
    assert.match(page, /<select[^>]*name="product"[\s\S]*Black Mask/);
  });

  it('takes its own correction page back, whatever origins are listed', async () => {
    const stage = await createStage();
    const reply = await post(stage, goodLead, { origin: 'https://proxy.example' });
    assert.equal(reply.status, 202);
    const json = await stage.post('/v1/leads', goodLead, { origin: 'https://proxy.example' });
    assert.equal(json.status, 403);
  });

  it('takes it back behind a reverse proxy that changes the host', async () => {
    const stage = await createStage();
    const origin = 'https://leads.example';
    const statusFrom = async (site: string): Promise<number> =>
      (await post(stage, goodLead, { origin, 'sec-fetch-site': site })).status;
    assert.equal(await statusFrom('same-site'), 403);
    assert.equal(await statusFrom('cross-site'), 403);
    assert.equal(await stored(stage), 0);
    assert.equal(await statusFrom('same-origin'), 202);
    const own = { origin, 'sec-fetch-site': 'same-origin' };
    assert.equal((await stage.post('/v1/leads', goodLead, own)).status, 403);
  });

  it('speaks the language of the form, otherwise that of the browser', async () => {
    const stage = await createStage();
    const byForm = await post(stage, { ...goodLead, locale: 'id-ID' }, { 'accept-language': 'en' });
    assert.match(await byForm.text(), /<html lang="id">[\s\S]*Terima kasih/);
    for (const languages of ['de, id;q=0.5', 'en;q=0.2, id;q=0.5', 'en;q=0, id;q=0.1']) {
      const byBrowser = await post(stage, goodLead, { 'accept-language': languages });
      assert.match(await byBrowser.text(), /Terima kasih/, languages);
    }
  });

  it('says in a page why a form of another origin is refused', async () => {
    const stage = await createStage();
    const reply = await post(stage, goodLead, { origin: 'https://evil.example' });
    assert.equal(reply.status, 403);
    assert.match(await reply.text(), /PROMO_LEAD_ORIGINS/);
  });

  it('keeps what was agreed to, through a correction too', async () => {
    const stage = await createStage();
    const agreed = { ...goodLead, consent: 'on', consent_text: 'Call "me".' };
    const wrong = await (await post(stage, { ...agreed, phone: 'x' })).text();
    assert.match(wrong, /type="hidden" name="consent_text" value="Call &quot;me&quot;\."/);
    await post(stage, agreed);
    const lead = await stage.store.selectFrom('leads').selectAll().executeTakeFirst();
    assert.deepEqual([lead?.consent_text, lead?.consent_at], ['Call "me".', stage.now]);
  });

  it('asks for no correction that the visitor cannot make', async () => {
    const stage = await createStage();
    const written = {
      locale: 'en_US.UTF-8',
      click_id: 'x'.repeat(4_200),
      consent: 'on',
      consent_text: 'Call me. '.repeat(600),
    };
    assert.equal((await post(stage, { ...goodLead, ...written })).status, 202);
    const lead = await stage.store.selectFrom('leads').selectAll().executeTakeFirst();
    assert.deepEqual([lead?.click_id, lead?.locale], ['direct', null]);
    assert.deepEqual(
      [lead?.consent_text, lead?.consent_at],
      [written.consent_text.slice(0, 4_000).trim(), stage.now],
    );

    const fields = ['first_name', 'last_name', 'phone', 'product', 'promo_code', 'company'];
    for (const field of [...fields, 'consent', 'extra[note]', ...Object.keys(written)]) {
      for (const value of ['my%20\u0007', 'x'.repeat(5_000)]) {
        const reply = await post(stage, { ...goodLead, [field]: value });
        if (reply.status === 202) continue;
        assert.match(
          await reply.text(),
          /<(?!input type="hidden")[^>]* aria-invalid="true"/,
          field,
        );
      }
    }
  });

  it('tells a visitor what to do, and a program when, where nothing can be stored', async () => {
    const stage = await createStage();
    await stage.store.schema.alterTable('leads').renameTo('gone').execute();
    const reply = await post(stage, goodLead);
    assert.deepEqual([reply.status, reply.headers.get('retry-after')], [503, '5']);
    const page = await reply.text();
    assert.match(page, /could not take your details[^]*send the form again/);
    assert.doesNotMatch(page, /with the same key/);
    await stage.store.schema.alterTable('gone').renameTo('leads').execute();
    assert.equal((await post(stage, goodLead)).status, 202);
  });

  it('has a visitor shorten a form that is too large', async () => {
    const stage = await createStage();
    const reply = await post(stage, { ...goodLead, 'extra[wish]': 'x'.repeat(33_000) });
    assert.equal(reply.status, 413);
    const page = await reply.text();
    assert.match(page, /shorten your longest text/);
    assert.doesNotMatch(page, /wait a moment/);
  });

  it('has nobody send a form again that is refused each time, and tells the owner once', async () => {
    const stage = await createStage();
    const refusedIn = async (language: string): Promise<string> => {
      const headers = { origin: 'null', 'accept-language': language };
      const reply = await post(stage, goodLead, headers);
      assert.equal(reply.status, 403);
      return reply.text();
    };
    const page = await refusedIn('en');
    assert.match(page, /not set up right[^]*will not help/);
    assert.match(page, /&lt;meta name=&quot;referrer&quot; content=&quot;strict-origin/);
    assert.doesNotMatch(page, /wait a moment|PROMO_LEAD_ORIGINS/);
    assert.match(await refusedIn('id'), /tidak akan membantu/);
    const lines = stage.logged.filter((line) => line.startsWith('origin.'));
    assert.equal(lines.length, 1);
    const [line = ''] = lines;
    assert.match(line, /^origin\.hidden.*Referrer-Policy.*sandboxed frame/);
    assert.match(line, /strict-origin-when-cross-origin/);
  });

  it('says in a page what is wrong with a form that no visitor can mend', async () => {
    const stage = await createStage();
    const twice = `${new URLSearchParams(goodLead).toString()}&consent=0&consent=1`;
    const forms: readonly (readonly [string, string, number, RegExp])[] = [
      ['multipart/form-data; boundary=b', '--b--', 415, /x-www-form-urlencoded[^]*enctype/],
      ['text/plain', 'first_name=Ana', 415, /x-www-form-urlencoded[^]*enctype/],
      ['application/x-www-form-urlencoded', twice, 400, /Send consent once/],
    ];
    for (const [type, body, status, detail] of forms) {
      const headers = { 'content-type': type, accept: 'text/html' };
      const reply = await stage.post('/v1/leads', body, headers);
      const page = await reply.text();
      assert.equal(reply.status, status, type);
      assert.match(page, /^<!doctype html>[^]*not set up right[^]*will not help/, type);
      assert.match(page, detail, type);
      assert.doesNotMatch(page, /wait a moment|Idempotency-Key/, type);
    }
    assert.equal(await stored(stage), 0);
  });

  it('refuses a field that is there twice', async () => {
    const stage = await createStage();
    const body = 'first_name=A&last_name=B&product=blackmask&phone=6281111111&phone=6282222222';
    const reply = await stage.post('/v1/leads', body, {
      'content-type': 'application/x-www-form-urlencoded',
    });
    assert.equal(reply.status, 400);
  });
});
