import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadConfig } from '../../../src/node/config/load.ts';
import { cipherOf } from '../../../src/node/secrets/encryption.ts';
import { openStore } from '../../../src/node/store/open-store.ts';
import { newReceipt, storeLeads } from '../../../src/proxy/intake/store-leads.ts';
import type { LeadState } from '../../../src/store/index.ts';
import { type Outcome, promoLead } from '../../support/command/promo-lead.ts';
import { goodLead } from '../../support/proxy/proxy-stage.ts';
import { testStoreUrl } from '../../support/store/test-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const keys = `k1:${'ab'.repeat(32)}`;

interface Data {
  readonly ref: string;
  correct(...args: readonly string[]): Promise<Outcome>;
  json(...args: readonly string[]): Promise<object>;
}

interface DataOptions {
  readonly doubts?: number;
  readonly isEncrypted?: boolean;
  /** Of the store. */
  readonly url?: string;
}

/** A store with one lead, in this state. */
async function dataWith(
  state: LeadState,
  { doubts = 0, isEncrypted = false, url }: DataOptions = {},
): Promise<Data> {
  const env = {
    PROMO_LEAD_STORE: url ?? (await testStoreUrl()),
    PROMO_LEAD_SECRET: 'a-secret-that-servers-share',
    ...(isEncrypted && { PROMO_LEAD_ENCRYPTION_KEYS: keys }),
  };
  const receipt = newReceipt(0, undefined);
  const { ref } = receipt;
  const config = loadConfig({ env });
  const { store, close } = await openStore(config.store, { cipher: cipherOf(config) });
  const lead = { ...goodLead, phone: '6281234567890', click_id: 'direct' };
  const told = { promoCode: undefined, receipt, refusal: receipt };
  await storeLeads(store, [{ lead, keyHash: ref, fingerprint: 'f', now: 0, ...told }]);
  await store.updateTable('leads').set({ state, doubts, due_at: null }).execute();
  await close();
  return {
    ref,
    correct: (...args) => promoLead(['leads', 'correct', ...args], env),
    json: async (...args) => {
      const { code, stdout, stderr } = await promoLead([...args, '--json'], env);
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout) as object;
    },
  };
}

describe('promo-lead leads correct', () => {
  for (const isEncrypted of [false, true]) {
    it(`writes what is given${isEncrypted ? ', encrypted' : ''}, and sends the lead`, async () => {
      const { ref, correct, json } = await dataWith('rejected', { isEncrypted });
      const given = ['--phone', '+62 (812) 345-678', '--first-name', '  Budi ', '--json'];
      const { code, stdout, stderr } = await correct(ref, ...given, '--product', 'BLACKMASK');
      assert.equal(code, 0, stderr);
      const corrected = ['first_name', 'phone'];
      assert.deepEqual(JSON.parse(stdout), { ref, status: 'queued', corrected });
      assert.partialDeepStrictEqual(await json('leads', 'show', ref), {
        state: 'pending',
        first_name: 'Budi',
        last_name: goodLead.last_name,
        phone: '62812345678',
        history: [{ state: 'pending', detail: 'corrected by hand: first_name, phone' }],
      });
      assert.partialDeepStrictEqual(await json('leads', 'export', '--phone', '62812345678'), {
        leads: [{ ref }],
      });
      assert.partialDeepStrictEqual(await json('leads', 'erase', '--phone', '6281234567890'), {
        leads: 0,
      });
      assert.partialDeepStrictEqual(await json('leads', 'erase', '--phone', '62812345678'), {
        leads: 1,
      });
    });
  }

  for (const [given, words] of [
    [[], /say what to correct: --phone, --first-name, --last-name or --product; to send a lead as/],
    [['--phone', '12'], /'--phone <p>' argument '12' is invalid\. It must have 8 to 14 digits\./],
    [['--first-name', ' '], /It must not be empty\./],
    [['--last-name', 'A\u{1f600}'], /It must be a text without emoji, line breaks and other/],
    [['--last-name', 'A'.repeat(256)], /It is too long\./],
  ] as const) {
    it(`takes no ${given.join(' ').slice(0, 20) || 'correction of nothing'}`, async () => {
      const { ref, correct } = await dataWith('rejected');
      const { code, stdout, stderr } = await correct(ref, ...given);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, words);
    });
  }

  for (const [state, doubts, given, words] of [
    ['delivered', 0, ['--phone', '62812345678'], /Cannot correct lead \w+: it is delivered\n/],
    ['quarantined', 0, ['--phone', '62812345678'], /: it is quarantined; release it first\n/],
    ['held', 4, ['--phone', '62812345678'], /: the vendor may have it as it was; look there first/],
    ['held', 0, ['--phone', '6281234567890'], /: it says so already; to send it as it is, retry/],
    ['held', 0, ['--product', 'soap'], /: no product is "soap", but garcinia-cambogia, blackmask/],
  ] as const) {
    it(`says why it corrects nothing: ${words.source}`, async () => {
      const { ref, correct, json } = await dataWith(state, { doubts });
      const { code, stdout, stderr } = await correct(ref, ...given);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, words);
      const as = { state, phone: '6281234567890', product: goodLead.product };
      assert.partialDeepStrictEqual(await json('leads', 'show', ref), as);
    });
  }

  it('leaves the wrong phone in no file once it is erased as well', async () => {
    const folder = temporaryFolder();
    const url = `sqlite:${join(folder, 'store.db')}`;
    const { ref, correct, json } = await dataWith('rejected', { url });
    const files = (): string =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('');
    assert(files().includes('6281234567890'));
    assert.equal((await correct(ref, '--phone', '62812345678')).code, 0);
    await json('leads', 'erase', '--phone', '6281234567890');
    assert(!files().includes('6281234567890'));
    assert(files().includes('62812345678'));
  });

  it('says so if there is no such lead', async () => {
    const { correct } = await dataWith('held');
    const { code, stderr } = await correct('nobody', '--phone', '62812345678');
    assert.deepEqual([code, stderr], [1, 'promo-lead: Cannot find lead: no ref is "nobody"\n']);
  });
});
