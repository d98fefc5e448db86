import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { anyText } from '../support/any-text.ts';
import { createStage, goodLead, withKey } from '../support/proxy/proxy-stage.ts';

const fields = fc.record({ first_name: anyText, last_name: anyText, click_id: anyText });
/** What a decoder turns `%EA%F3%EF` and a name from a windows-1252 page into. */
const unreadable = [
  { first_name: 'Ana', last_name: 'Wijaya', click_id: '\uFFFD\uFFFD\uFFFD' },
  { first_name: 'Jos\uFFFD', last_name: 'Mu\uFFFDoz', click_id: 'abc' },
];

describe('POST /v1/leads', () => {
  it('accepts no lead that the vendor would refuse for its characters', async () => {
    const stage = await createStage();
    let phone = 628_120_000_000;
    const property = fc.asyncProperty(fields, async (typed) => {
      phone += 1;
      const lead = { ...goodLead, ...typed, phone: String(phone) };
      await stage.post('/v1/leads', lead, withKey(`any-lead-${phone}`));
      await stage.work();
      const leads = stage.store.selectFrom('leads').select(['first_name', 'click_id', 'detail']);
      assert.deepEqual(await leads.where('state', '=', 'rejected').execute(), []);
    });
    await fc.assert(property, { numRuns: 50, examples: unreadable.map((typed) => [typed]) });
    const sent = stage.store.selectFrom('contacts').select('click_id').orderBy('id');
    assert.equal((await sent.executeTakeFirst())?.click_id, 'direct');
  });
});
