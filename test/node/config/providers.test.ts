import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load, vendor } from './loading.ts';

const embedded = {
  kind: 'embedded',
  name: 'embedded backend',
  identity: { name: 'embedded backend', remembers: false },
};

describe('resolveProviders()', () => {
  it('says that the embedded backend serves if nothing is set', () => {
    const { promoCodes, contacts, tracker } = load({}).providers;
    assert.deepEqual([promoCodes, contacts], [embedded, embedded]);
    assert.deepEqual(tracker.identity, { name: 'no tracker', remembers: false });
  });

  it('names a vendor by its name, and identifies it by its host', () => {
    const { promoCodes, contacts, tracker } = load({
      ...vendor,
      PROMOHOLDER_URL: 'https://promoholder.example/api',
      PROMOS_SERU_URL: 'https://seru.example',
      PROMOS_SERU_NAME: 'a',
      PROMO_LEAD_POSTBACK_URL: 'https://t.example/?token=secret&c={click_id}',
    }).providers;
    assert.deepEqual(promoCodes, {
      kind: 'vendor',
      name: 'promoholder',
      identity: { name: 'promoholder.example', remembers: true },
    });
    assert.deepEqual(contacts, {
      kind: 'vendor',
      name: 'promos-seru',
      identity: { name: 'seru.example', remembers: true },
    });
    assert.deepEqual(tracker.identity, { name: 't.example', remembers: true });
  });

  it('identifies a file by its name without its folder, and a webhook without its path', () => {
    const { promoCodes, contacts } = load({
      PROMO_LEAD_CODE_FILE: '/data/codes.csv',
      PROMO_LEAD_WEBHOOK_URL: 'https://crm.example/hook/secret',
      PROMO_LEAD_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24).toString('base64')}`,
    }).providers;
    assert.deepEqual(promoCodes, {
      kind: 'file',
      name: '/data/codes.csv',
      identity: { name: 'codes.csv', remembers: false },
    });
    assert.deepEqual(contacts, {
      kind: 'webhook',
      name: 'webhook',
      identity: { name: 'crm.example', remembers: true },
    });
  });
});
