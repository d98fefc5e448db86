import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type AdapterTools, loadAdapter } from '../../../src/node/upstreams/adapter-module.ts';
import type { ContactUpstream } from '../../../src/upstream/ports.ts';
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

describe('loadAdapter()', () => {
  it('gives up a module that does not end when its time is up', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const contacts = await contactsThat('return new Promise(() => {});');
    const deadline = new AbortController();
    const call = contacts.create(lead, deadline.signal);
    deadline.abort();
    context.mock.timers.tick(1000);
    await assert.rejects(call, { name: 'UpstreamError', failure: 'in_doubt' });
  });

  it('lets one that does say what was sent', async () => {
    const contacts = await contactsThat(`
      const failure = Object.assign(new Error('no line'), { name: 'UpstreamError', failure: 'not_sent' });
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(failure)));
    `);
    const deadline = new AbortController();
    const call = contacts.create(lead, deadline.signal);
    deadline.abort();
    await assert.rejects(call, { name: 'UpstreamError', failure: 'not_sent' });
  });
});
