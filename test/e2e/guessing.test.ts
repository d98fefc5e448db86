import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { spawnServer } from '../support/command/spawn.ts';
import { easyLimits } from '../support/proxy/flood.ts';
import { goodLead } from '../support/proxy/proxy-stage.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openSite } from './hard-pages-site.ts';
import { servePage } from './page-server.ts';
import { fillLead, visitAtDesk } from './visit.ts';

const page = (proxyUrl: string): string => `<!doctype html>
  <meta http-equiv="Content-Security-Policy"
    content="default-src 'none'; script-src ${proxyUrl}; connect-src ${proxyUrl};
      require-trusted-types-for 'script'; trusted-types lit-html">
  <script type="module" src="${proxyUrl}/widget/promo-code-input.js"></script>
  <promo-code-input endpoint="${proxyUrl}"></promo-code-input>`;

/** Tries a code as a visitor does, and waits for the verdict. */
async function tryCode(visitor: Page, code: string, verdict: RegExp): Promise<void> {
  await visitor.getByRole('textbox').fill(code);
  await visitor.getByRole('textbox').press('Enter');
  await visitor.getByText(verdict).waitFor();
}

describe('a visitor of an address from which many codes were tried', () => {
  it('still gets a verdict, under a strict policy, for a moment of work', async () => {
    let proxyUrl = '';
    const url = await servePage(() => page(proxyUrl));
    const server = await spawnServer(['--demo', '--data', temporaryFolder()], {
      PROMO_LEAD_ORIGINS: url,
    });
    proxyUrl = server.url;
    const { page: visitor } = await visitAtDesk(url);
    const statuses: number[] = [];
    visitor.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname === '/v1/promo-codes/validate') statuses.push(response.status());
    });
    for (let i = 0; i < 10; i += 1) await tryCode(visitor, `NO-${i}`, /NO-\d|isn’t|find/);
    statuses.length = 0;
    await tryCode(visitor, 'WELCOME10', /WELCOME10/);
    assert.deepEqual(statuses, [403, 200]);
    const status = await visitor
      .locator('promo-code-input')
      .evaluate((el) => 'status' in el && el.status);
    assert.equal(status, 'valid');
  });
});

/** Only the site's own scripts, no workers, no markup from strings. */
const strictPolicy = [
  "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'none'",
  "require-trusted-types-for 'script'; trusted-types 'none'",
].join('; ');

describe('a visitor of a form that is flooded', () => {
  it('sends one lead for a moment of work, under a strict policy, and is told that it is being sent', async () => {
    const free = { free: 1, withProof: 100, intervalMs: 30_000, hasHardLimit: false };
    const site = await openSite(
      {
        '/page': {
          html: `<!doctype html><html lang="en"><title>A page</title>
            <script type="module" src="/cdn/lead-form.js"></script>
            <body><lead-form endpoint="/" product="blackmask"></lead-form>`,
          headers: { 'content-security-policy': strictPolicy },
        },
      },
      {
        // The same work as a real server asks for.
        limits: {
          secret: easyLimits.secret,
          trustedProxies: [],
          floods: { lead: { all: free }, 'promo-code': {} },
        },
      },
    );
    const first = await fetch(`${site.url}/v1/leads`, {
      method: 'POST',
      headers: {
        origin: site.url,
        'content-type': 'application/json',
        'idempotency-key': 'the-lead-before',
      },
      body: JSON.stringify(goodLead),
    });
    assert.equal(first.status, 202);
    const { page: visitor, complaints } = await visitAtDesk(`${site.url}/page`);
    const solutions: (string | undefined)[] = [];
    visitor.on('request', (request) => {
      const isLead = request.url().endsWith('/v1/leads');
      if (isLead) solutions.push(request.headers()['challenge-solution']);
    });
    const work = Promise.withResolvers<void>();
    await visitor.route('**/solve-challenge.js', async (route) => {
      await work.promise;
      await route.continue();
    });
    const asked = visitor.waitForRequest('**/solve-challenge.js');
    await fillLead(visitor, { phone: '62811111111' });
    await visitor.locator('lead-form [part=submit]').click();
    await asked;
    assert.deepEqual(await saidOf(visitor), ['Sending…'], 'nothing of a flood');
    work.resolve();
    await visitor.getByText('Thank you!').waitFor();
    const [, refused, taken, ...others] = site.sent;
    assert.deepEqual([refused?.key, others.length], [taken?.key, 0]);
    assert.deepEqual(refused?.body, taken?.body);
    assert.equal(await site.storedLeads(), 2);
    assert.equal(solutions[0], undefined);
    assert.match(atob(solutions[1] ?? ''), /"solution":\{"counter":\d+,/);
    assert.deepEqual(
      complaints.filter((text) => !/status of 403/.test(text)),
      [],
    );
  });
});

/** The current texts of the form's live regions. */
function saidOf(visitor: Page): Promise<readonly string[]> {
  return visitor
    .locator('lead-form')
    .locator('[role=status], [role=alert]')
    .evaluateAll((regions) => regions.map((region) => region.textContent.trim()).filter(Boolean));
}
