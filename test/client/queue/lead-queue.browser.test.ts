import { expect } from '@open-wc/testing';
import { LeadQueue, waitingDaysMax } from '../../../src/client/queue/lead-queue.ts';
import type { WaitingLead } from '../../../src/client/queue/lead-record.ts';
import type { LeadReceipt, LeadRequest } from '../../../src/contract/index.ts';
import { PageClock } from '../../elements/page-clock.ts';
import { faults, restoreStorage } from './broken-storage.ts';
import { deleteDatabase, openDatabase, putRow, storedRows } from './stored-rows.ts';

const endpoint = 'https://proxy.example/';
const lead: LeadRequest = {
  first_name: 'Ayu',
  last_name: 'Lestari',
  phone: '628123456789',
  product: 'jump-rope',
  click_id: 'FIRST',
};
const receipt: LeadReceipt = { ref: 'REF-1', received_at: '2026-11-21T20:00:00Z' };
const dayMs = 86_400_000;

let now = 0;
let queue: LeadQueue;
beforeEach(async () => {
  await deleteDatabase();
  now = Date.UTC(2026, 10, 21);
  queue = new LeadQueue(endpoint, () => now);
});
afterEach(() => restoreStorage());
// Some of them leave a database that is not ours.
after(deleteDatabase);

async function keep(one: LeadRequest, key: string): Promise<WaitingLead> {
  const kept = await queue.keep(one, key);
  if (!kept) throw new Error('Cannot keep the lead');
  return kept;
}

async function storedText(): Promise<string> {
  return JSON.stringify(await storedRows());
}

describe('LeadQueue.keepEarly()', () => {
  it('keeps a lead that is not due, until it is kept to be sent', async () => {
    const early = await queue.keepEarly(lead, 'k1', 5_000);
    expect(early && queue.dueInMs(early)).to.equal(5_000);
    expect(queue.dueInMs(await keep(lead, 'k1'))).to.be.at.most(0);
    expect(await storedRows()).to.have.length(1);
  });

  for (const [what, one, key] of [
    ['the key', { ...lead, phone: '628000000000' }, 'k1'],
    ['the fields', lead, 'k2'],
  ] as const) {
    it(`leaves alone what is here already, by ${what}`, async () => {
      await keep(lead, 'k1');
      const before = await storedText();
      expect(await queue.keepEarly(one, key, 5_000)).to.equal(undefined);
      expect(await storedText()).to.equal(before);
    });
  }
});

describe('LeadQueue.keep()', () => {
  it('keeps a lead under its key, from one page to the next', async () => {
    await keep(lead, 'k1');
    const [record] = (await new LeadQueue(endpoint, () => now).list()) ?? [];
    expect(record).to.deep.include({ key: 'k1', endpoint, lead });
  });

  it('recognises the same lead, and sends it with its first key and click id', async () => {
    await keep(lead, 'k1');
    const again = await keep({ ...lead, click_id: 'SECOND', locale: 'id' }, 'k2');
    expect(again.key).to.equal('k1');
    expect(again.lead.click_id).to.equal('FIRST');
    expect(await storedRows()).to.have.length(1);
  });

  it('gives two tabs that keep the same lead at once one key', async () => {
    const others = ['k1', 'k2', 'k3'].map((key) =>
      new LeadQueue(endpoint, () => now).keep(lead, key),
    );
    const keys = (await Promise.all(others)).map((kept) => kept?.key);
    expect(new Set(keys).size).to.equal(1);
    expect(await storedRows()).to.have.length(1);
  });

  it('replaces the lead with the same key by a changed one', async () => {
    await keep(lead, 'k1');
    await keep({ ...lead, phone: '628000000000' }, 'k1');
    const records = (await queue.list()) ?? [];
    expect(records.map((record) => record.lead?.phone)).to.deep.equal(['628000000000']);
  });

  it('keeps another lead beside it, and one for another proxy out of sight', async () => {
    await keep(lead, 'k1');
    await keep({ ...lead, first_name: 'Budi' }, 'k2');
    await new LeadQueue('https://other.example/', () => now).keep(lead, 'k3');
    const keys = ((await queue.list()) ?? []).map(({ key }) => key);
    expect(keys).to.deep.equal(['k1', 'k2']);
  });
});

describe('LeadQueue.list()', () => {
  it('leaves nothing behind in a browser that has kept no lead', async () => {
    expect(await queue.list()).to.deep.equal([]);
    const names = (await indexedDB.databases()).map(({ name }) => name);
    expect(names).not.to.contain('promo-lead');
  });
});

describe('LeadQueue.settle()', () => {
  it('leaves nothing personal', async () => {
    await queue.settle(await keep(lead, 'k1'), receipt);
    const text = await storedText();
    expect(text).to.contain('REF-1');
    for (const value of [lead.first_name, lead.last_name, lead.phone, 'FIRST']) {
      expect(text).not.to.contain(value);
    }
  });

  it('resolves to true in only one of two tabs', async () => {
    const kept = await keep(lead, 'k1');
    const news = await Promise.all([queue.settle(kept, receipt), queue.settle(kept, receipt)]);
    expect(news).to.deep.equal([true, false]);
  });

  it('keeps the key of the same lead for a day, and no longer', async () => {
    await queue.settle(await keep(lead, 'k1'), receipt);
    now += dayMs;
    expect((await keep(lead, 'k2')).key).to.equal('k1');
    await queue.settle(await keep(lead, 'k1'), receipt);
    now += dayMs + 1;
    expect((await keep(lead, 'k3')).key).to.equal('k3');
  });

  it('keeps a lead waiting that another tab has changed', async () => {
    const sent = await keep(lead, 'k1');
    await keep({ ...lead, phone: '628000000000' }, 'k1');
    expect(await queue.settle(sent, receipt)).to.be.true;
    const [record] = (await queue.list()) ?? [];
    expect(record?.lead?.phone).to.equal('628000000000');
  });
});

describe('LeadQueue.postpone()', () => {
  it('waits longer after each attempt, up to five minutes', async () => {
    const waits: number[] = [];
    await keep(lead, 'k1');
    for (let attempts = 0; attempts < 12; attempts += 1) {
      const [record] = (await queue.list()) ?? [];
      await queue.postpone(record as WaitingLead, undefined);
      const [later] = (await queue.list()) ?? [];
      waits.push(queue.dueInMs(later as WaitingLead));
    }
    expect(waits[0]).to.be.within(2_500, 5_000);
    expect(waits[1]).to.be.within(5_000, 10_000);
    expect(waits[11]).to.be.within(150_000, 300_000);
  });

  it('waits as long as the proxy asks, up to an hour', async () => {
    const kept = await keep(lead, 'k1');
    for (const [askedMs, waitMs] of [
      [42_000, 42_000],
      [1e9, 3_600_000],
    ] as const) {
      await queue.postpone(kept, askedMs);
      const [record] = (await queue.list()) ?? [];
      expect(queue.dueInMs(record as WaitingLead)).to.equal(waitMs);
    }
  });

  it('does not wait longer if the clock was set back', async () => {
    await queue.postpone(await keep(lead, 'k1'), 42_000);
    now -= dayMs;
    const [record] = (await queue.list()) ?? [];
    expect(queue.dueInMs(record as WaitingLead)).to.equal(0);
  });

  it('does not bring back what another tab has settled', async () => {
    const kept = await keep(lead, 'k1');
    await queue.settle(kept, receipt);
    await queue.postpone(kept, undefined);
    expect(await storedText()).not.to.contain(lead.phone);
  });
});

describe('LeadQueue.renew()', () => {
  it('moves a lead to another key in one transaction', async () => {
    await queue.renew(await keep(lead, 'k1'), 'k2');
    const records = (await queue.list()) ?? [];
    expect(records).to.have.length(1);
    expect(records[0]).to.deep.include({ key: 'k2', lead });
  });

  it('does not bring back what was dropped', async () => {
    const kept = await keep(lead, 'k1');
    await queue.drop(kept);
    await queue.renew(kept, 'k2');
    expect(await storedRows()).to.be.empty;
  });
});

describe('LeadQueue', () => {
  it(`deletes a lead after ${waitingDaysMax} days`, async () => {
    await keep(lead, 'k1');
    now += waitingDaysMax * dayMs;
    expect(await queue.list()).to.have.length(1);
    now += 1;
    expect(await queue.list()).to.be.empty;
    expect(await storedRows()).to.be.empty;
  });

  it('counts the days from the first press, however often it is pressed', async () => {
    await keep(lead, 'k1');
    now += (waitingDaysMax - 1) * dayMs;
    await keep(lead, 'k2');
    await keep({ ...lead, phone: '628000000000' }, 'k1');
    now += dayMs + 1;
    expect(await queue.list()).to.be.empty;
  });

  it('deletes what is not one of its records, and goes on', async () => {
    await keep(lead, 'k1');
    await putRow({ key: 'k0' });
    await putRow({ key: 7, text: '{}', sum: 0 });
    await putRow({ key: new Date(0), lead: { phone: '1' } });
    await putRow({ key: 'k2', text: '{"lead":', sum: 1 });
    expect(((await queue.list()) ?? []).map(({ key }) => key)).to.deep.equal(['k1']);
    expect(await storedRows()).to.have.length(1);
  });

  it('holds nothing open, so that the database can be deleted at any time', async () => {
    await keep(lead, 'k1');
    await deleteDatabase();
    expect(await queue.list()).to.be.empty;
  });

  it('keeps nothing in a database of a later version, and leaves it alone', async () => {
    (await openDatabase(99)).close();
    expect(await queue.keep(lead, 'k1')).to.be.undefined;
    const database = await openDatabase();
    expect(database.version).to.equal(99);
    database.close();
  });

  it('keeps nothing in a database that another script has made', async () => {
    const opening = indexedDB.open('promo-lead', 1);
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    opening.result.close();
    expect(await queue.keep(lead, 'k1')).to.be.undefined;
  });

  for (const [fault, breakStorage] of Object.entries(faults)) {
    it(`keeps nothing if storage ${fault}, and says so`, async () => {
      const clock = new PageClock();
      breakStorage();
      const kept = queue.keep(lead, 'k1');
      expect(await (fault === 'hangs' ? clock.pass(kept) : kept)).to.be.undefined;
      clock.restore();
      restoreStorage();
      expect(await queue.list()).to.be.empty;
    });
  }
});
