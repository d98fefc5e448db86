import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type AdapterTools, loadAdapter } from '../../../src/node/upstreams/adapter-module.ts';
import type { ContactUpstream, PromoCodeUpstream } from '../../../src/upstream/ports.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const tools: AdapterTools = {
  fetch: () => Promise.reject(new Error('no call is made')),
  ledger: { take: async () => true, used: async () => new Map() },
  now: () => 0,
};
const lead = {
  ref: 'REF',
  first_name: 'Ana',
  last_name: 'Sari',
  phone: '62811111111',
  click_id: '',
  product: 'gym',
};

/** A module whose `create()` has this body. */
function contactsThat(body: string): Promise<ContactUpstream> {
  const path = join(temporaryFolder(), 'contacts.mjs');
  const text = `export const contacts = () => ({
    async authenticate() {},
    create(contact, signal) { ${body} },
  });`;
  writeFileSync(path, text);
  return loadAdapter('contacts', path, tools);
}

/** A module whose methods for promo codes all return this. */
function promoCodesThatGive(answer: string): Promise<PromoCodeUpstream> {
  const path = join(temporaryFolder(), 'codes.mjs');
  const give = `async () => (${answer})`;
  const text = `export const promoCodes = () =>
    ({ companies: ${give}, list: ${give}, redeem: ${give} });`;
  writeFileSync(path, text);
  return loadAdapter('promoCodes', path, tools);
}

const { signal } = new AbortController();
const code = { company: 'gym', code: 'SPRING' };
const notAnswers = ['undefined', 'null', '"ok"', '7', '[{}]', '{}', '{ status: "ok" }'];

describe('loadAdapter()', () => {
  it('gives up on a module that ignores its deadline', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const contacts = await contactsThat('return new Promise(() => {});');
    const deadline = new AbortController();
    const call = contacts.create(lead, deadline.signal);
    deadline.abort();
    context.mock.timers.tick(1000);
    await assert.rejects(call, { name: 'UpstreamError', failure: 'in_doubt' });
  });

  it('lets a module that heeds it say what was sent', async () => {
    const contacts = await contactsThat(`
      const failure = Object.assign(new Error('no line'), { name: 'UpstreamError', failure: 'not_sent' });
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(failure)));
    `);
    const deadline = new AbortController();
    const call = contacts.create(lead, deadline.signal);
    deadline.abort();
    await assert.rejects(call, { name: 'UpstreamError', failure: 'not_sent' });
  });

  it('refuses an unknown status, and says which ones there are', async () => {
    for (const answer of notAnswers) {
      const contacts = await contactsThat(`return ${answer};`);
      await assert.rejects(contacts.create(lead, signal), {
        name: 'UpstreamError',
        failure: 'in_doubt',
        message: /create\(\) in contacts\.mjs: .* "created", "duplicate" or "rejected"/,
      });
      const promoCodes = await promoCodesThatGive(answer);
      await assert.rejects(promoCodes.redeem(code, signal), {
        name: 'UpstreamError',
        failure: 'in_doubt',
        message: /redeem\(\) in codes\.mjs: .* "redeemed" or "refused"/,
      });
    }
  });

  it('refuses any other value as companies or as a list of promo codes', async () => {
    for (const answer of notAnswers) {
      const promoCodes = await promoCodesThatGive(answer);
      const failure = { name: 'UpstreamError', failure: 'setup' };
      await assert.rejects(promoCodes.companies(signal), failure, answer);
      await assert.rejects(promoCodes.list('gym', signal), failure, answer);
    }
  });

  it('accepts a known status, whatever else the object has', async () => {
    const outcomes = [
      ['{ status: "created", id: "crm-1", more: 1 }', { status: 'created', id: 'crm-1' }],
      ['{ status: "created", id: 17 }', { status: 'created', id: '17' }],
      ['{ status: "created" }', { status: 'created', id: 'REF' }],
      ['{ status: "duplicate", id: null }', { status: 'duplicate' }],
      [
        '{ status: "rejected", text: "no\\0such\\nregion" }',
        { status: 'rejected', text: 'no such region' },
      ],
      ['{ status: "rejected" }', { status: 'rejected', text: 'rejected' }],
    ] as const;
    for (const [answer, outcome] of outcomes) {
      const contacts = await contactsThat(`return (${answer});`);
      assert.deepEqual(await contacts.create(lead, signal), outcome);
    }
    const uses = [
      ['{ status: "redeemed", left: 3 }', { status: 'redeemed' }],
      [
        '{ status: "refused", reason: "expired", text: "over" }',
        { status: 'refused', reason: 'expired', text: 'over' },
      ],
      [
        '{ status: "refused", reason: "bored" }',
        { status: 'refused', reason: 'other', text: 'other' },
      ],
    ] as const;
    for (const [answer, use] of uses) {
      const promoCodes = await promoCodesThatGive(answer);
      assert.deepEqual(await promoCodes.redeem(code, signal), use);
    }
  });
});
