import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OwnerCheck, OwnerChecks } from '../../src/contract/owner/setup.ts';
import { npmSnippet, scriptSnippet } from '../../src/contract/owner/snippet.ts';
import { StoreError } from '../../src/store/index.ts';
import { createOwnerStage, type OwnerStage, setupOfStage } from './owner-stage.ts';

const check: OwnerCheck = { check: 'store', status: 'ok', detail: 'it is there', advice: null };

async function checks(stage: OwnerStage): Promise<OwnerChecks> {
  const reply = await stage.call('GET', '/setup/checks');
  assert.equal(reply.status, 200);
  return (await reply.json()) as OwnerChecks;
}

describe('GET /v1/owner/setup', () => {
  it('says what landing pages need, and the providers of codes and contacts', async () => {
    const product = { slug: 'blackmask', title: 'Black Mask', aliases: [] };
    const widget = { path: '/widget/1/promo-lead.js', integrity: 'sha384-x' };
    const providers = {
      promo_codes: { kind: 'file', name: 'codes.csv' },
      contacts: { kind: 'embedded', name: 'embedded backend' },
    } as const;
    const setup = { ...setupOfStage, products: [product], widget };
    const stage = await createOwnerStage({ setup: () => setup, providers });
    assert.deepEqual(await (await stage.call('GET', '/setup')).json(), { ...setup, providers });
  });
});

describe('GET /v1/owner/setup/checks', () => {
  it('asks the vendors once in ten seconds, however many ask', async () => {
    let asked = 0;
    const stage = await createOwnerStage({
      runChecks: async () => {
        asked += 1;
        return [check];
      },
    });
    await Promise.all([checks(stage), checks(stage)]);
    const { checked_at } = await checks(stage);
    assert.deepEqual([asked, checked_at], [1, '2026-11-21T12:00:00.000Z']);
    stage.now += 10_000;
    assert.deepEqual((await checks(stage)).checks, [check]);
    assert.equal(asked, 2);
  });

  it('does not cache checks that failed', async () => {
    let asked = 0;
    const stage = await createOwnerStage({
      runChecks: async () => {
        asked += 1;
        if (asked === 1) throw new Error('the disk is gone');
        return [check];
      },
    });
    assert.equal((await stage.call('GET', '/setup/checks')).status, 500);
    assert.deepEqual((await checks(stage)).checks, [check]);
  });
});

describe('The owner’s API', () => {
  it('says what the owner can do if the database is away', async () => {
    const stage = await createOwnerStage({
      setup: () => {
        throw new StoreError('unavailable', 'away');
      },
    });
    const reply = await stage.call('GET', '/setup');
    const { detail } = (await reply.json()) as { readonly detail: string };
    assert.equal(reply.status, 503);
    assert.equal(detail, 'The database is away, full or locked: the log says which.');
  });
});

describe('scriptSnippet()', () => {
  it('pins the script, and escapes every value', () => {
    const product = '"><img src=x>';
    const widget = { path: '/widget/1/promo-lead.js', integrity: 'sha384-x' };
    assert.equal(
      scriptSnippet({ endpoint: 'https://leads.example', product, widget }),
      '<script type="module" src="https://leads.example/widget/1/promo-lead.js" ' +
        'integrity="sha384-x" crossorigin></script>\n' +
        '<lead-form endpoint="https://leads.example" product="&quot;><img src=x>" promo></lead-form>',
    );
  });
});

describe('npmSnippet()', () => {
  it('has a promo-code field if wanted, and imports what defines it', () => {
    const options = { endpoint: 'https://leads.example', product: 'blackmask' };
    assert.match(npmSnippet(options), /import 'promo-lead';[^]*product="blackmask" promo></);
    const without = npmSnippet({ ...options, promo: false });
    assert.match(without, /import 'promo-lead\/lead-form\.js';[^]*product="blackmask"></);
  });
});
