import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAlertLoop } from '../../src/node/alerts.ts';
import { createLog } from '../../src/node/log/log.ts';
import { Secret } from '../../src/node/secrets/secret.ts';
import { postLead } from '../support/command/post-lead.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { silent } from '../support/logs.ts';
import { eventually } from '../support/poll.ts';
import { createStage, sendLead } from '../support/proxy/proxy-stage.ts';
import { contact } from '../support/proxy/vendor-calls.ts';
import { reply, testServer } from '../support/sockets/raw-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function textOf(request: string): string {
  const { text } = JSON.parse(request.slice(request.indexOf('\r\n\r\n') + 4)) as { text: string };
  return text;
}

describe('PROMO_LEAD_ALERT_URL', () => {
  it('gets an alert about a waiting lead, without a phone or URL, and is never logged', async () => {
    const phone = '62811222333';
    const status = `client not found <!channel> @all, see https://vendor.example/ of ${phone}`;
    const vendor = await testServer(reply(JSON.stringify({ status }), '404 Not Found'));
    const chat = await testServer(reply('ok'));
    const env = {
      PROMOS_SERU_URL: vendor.baseUrl,
      PROMOS_SERU_NAME: 'shop',
      PROMO_LEAD_ALERT_URL: `${chat.baseUrl}/hooks/canary-of-the-hook`,
    };
    const data = temporaryFolder();
    const first = await spawnServer(['--data', data], env);
    assert.equal((await postLead(first.url, { phone })).status, 202);
    await eventually(async () => {
      const { stdout } = await promoLead(['leads', 'list', '--state', 'held', '--data', data]);
      return stdout.includes('held') || undefined;
    });
    first.child.kill('SIGTERM');
    await first.ended;

    // It checks at start.
    const second = await spawnServer(['--data', data], env);
    const request = await eventually(async () => chat.requests[0]);
    assert.match(
      request,
      /^POST \/hooks\/canary-of-the-hook HTTP.*content-type: application\/json/is,
    );
    const text = textOf(request);
    assert.match(text, /^promo-lead on .+: leads wait\.\n- 1 lead held \(/);
    assert.equal(text.search(/\/\/|\d{4}|[<>&@]/), -1, text);
    await eventually(async () => second.stderr().includes('alert.sent') || undefined);
    assert(!second.stderr().includes('canary-of-the-hook'));
  });

  it('names the server, also where its name has as many digits as a phone', async () => {
    const chat = await testServer(reply('ok'));
    const stage = await createStage();
    stage.faults.set(contact, async () => new Response('', { status: 404 }));
    await sendLead(stage, 'a-lead-that-is-held');
    await stage.work();
    const loop = createAlertLoop({
      url: new Secret(chat.baseUrl),
      store: stage.store,
      server: 'ip-172-31-45-123',
      now: () => stage.now,
      log: silent,
    });
    loop.start();
    const request = await eventually(async () => chat.requests[0]);
    await loop.stop();
    assert.match(textOf(request), /^promo-lead on ip-172-31-45-123: leads wait\.\n- 1 lead held/);
  });

  // The server would otherwise wait for the message until its time-out.
  it('does not delay a server that stops', { timeout: 9000 }, async () => {
    const quiet = await testServer();
    const stage = await createStage();
    stage.faults.set(contact, async () => new Response('', { status: 404 }));
    await sendLead(stage, 'a-held-lead');
    await stage.work();
    const lines: string[] = [];
    const loop = createAlertLoop({
      url: new Secret(quiet.baseUrl),
      store: stage.store,
      now: () => stage.now,
      log: createLog({ write: (line) => lines.push(line) }),
    });
    loop.start();
    await eventually(async () => quiet.requests[0]);
    await loop.stop();
    assert.match(lines.join(''), /"event":"alert.failed"/);
  });

  it('gets a message on request, and a failure is reported without the URL', async () => {
    const chat = await testServer(reply('ok'));
    const url = `${chat.baseUrl}/canary`;
    const sent = await promoLead(['alerts', 'try', '--json'], { PROMO_LEAD_ALERT_URL: url });
    assert.deepEqual(JSON.parse(sent.stdout), { sent: true });
    assert.match(textOf(chat.requests[0] ?? ''), /alerts come here/);

    chat.play = reply('no', '403 Forbidden');
    const failed = await promoLead(['alerts', 'try'], { PROMO_LEAD_ALERT_URL: url });
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /HTTP 403/);
    assert(!failed.stderr.includes('canary'));
    const unset = await promoLead(['alerts', 'try']);
    assert.match(unset.stderr, /PROMO_LEAD_ALERT_URL is not set/);
  });
});
