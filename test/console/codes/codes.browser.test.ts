import { expect } from '@open-wc/testing';
import type { ConsolePage, NoteEvent } from '../../../src/console/parts/console-page.ts';
import { problem } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { inZone } from '../in-zone.ts';
import {
  button,
  buttons,
  noCodes,
  OwnerStub,
  press,
  renderPage,
  settled,
  within,
  wordsOf,
} from '../owner-stub.ts';
import { code } from './code.ts';

const codes = { all: 2, active: 2, inactive: 0 };

let owner: OwnerStub;
beforeEach(() => {
  owner = new OwnerStub()
    .on('GET /uses', () => Response.json({ uses: [] }))
    .setUp()
    .on('GET /companies', () =>
      Response.json({ companies: [{ id: 'a', title: 'Acme', codes }], read_only: false }),
    )
    .on('GET /codes', () =>
      Response.json({ codes: [code('SPRING'), code('OVER', { state: 'expired' })], next: null }),
    )
    .on('PATCH /codes', () => Response.json(code('SPRING', { active: false, state: 'inactive' })));
});
afterEach(() => owner.restore());

const render = (fields = {}): Promise<ConsolePage> => renderPage('console-codes', fields);

describe('<console-codes>', () => {
  it('pauses a code by a double click', async () => {
    const page = await render();
    const pause = await button(page, 'Pause: SPRING');
    press(pause);
    await waitUntil(() => owner.changes.length > 0, 'nothing was changed');
    await settled(page);
    press(pause, 2);
    await settled(page);
    expect(owner.changes).to.deep.equal([
      'PATCH /codes {"company":"a","code":"SPRING","active":false}',
    ]);
    press(await button(page, 'Activate: SPRING'));
    expect(owner.changes).to.have.length(2);
  });

  it('allows no second change while one is being made', async () => {
    const answer = owner.hold('PATCH /codes');
    const page = await render();
    const pause = await button(page, 'Pause: SPRING');
    press(pause);
    await page.updateComplete;
    press(pause);
    expect(owner.changes).to.have.length(1);
    answer(Response.json(code('SPRING', { active: false, state: 'inactive' })));
    await settled(page);
  });

  it('offers neither a pause nor an end for a code that has ended', async () => {
    const page = await render();
    expect(buttons(page, 'End: SPRING')).to.have.length(1);
    expect(buttons(page, 'Pause: OVER')).to.have.length(0);
    expect(buttons(page, 'End: OVER')).to.have.length(0);
  });

  for (const [zone, offered] of [
    ['Asia/Jakarta', 'Asia/Jakarta'],
    ['Factory', 'UTC'],
  ] as const) {
    it(`offers ${offered} for a new code on a machine in ${zone}`, async () => {
      const page = await inZone(zone, 0, () => renderPage('console-new-codes', { company: 'a' }));
      const { form } = await button(page, 'Add a code');
      const field = form?.elements.namedItem('timezone') as HTMLInputElement;
      expect(field.value).to.equal(offered);
    });
  }

  it('sends only the changed fields of a code, and shows the result', async () => {
    const until = { limit: 7, ends: '2026-12-31 23:59:59' };
    owner
      .on('GET /codes', () => Response.json({ codes: [code('SPRING', until)], next: null }))
      .on('PATCH /codes', () => Response.json(code('SPRING', { ...until, limit: 9 })));
    const page = await render();
    press(await button(page, 'Change: SPRING'));
    const save = await button(page, 'Change');
    const field = (name: string): HTMLInputElement =>
      save.form?.elements.namedItem(name) as HTMLInputElement;
    expect(['limit', 'starts', 'ends', 'timezone'].map((name) => field(name).value)).to.deep.equal([
      '7',
      '',
      '2026-12-31 23:59:59',
      'UTC',
    ]);
    field('limit').value = '9';
    save.click();
    await waitUntil(() => wordsOf(page).includes('SPRING can be used 9 always'), 'it is not shown');
    expect(owner.changes).to.deep.equal(['PATCH /codes {"company":"a","code":"SPRING","limit":9}']);
    await waitUntil(() => buttons(page, 'Change').length === 0, 'the dialog is open');
  });

  it('keeps what was typed if a change is refused, and says why', async () => {
    const detail = 'Cannot read time "soon"';
    owner.on('PATCH /codes', () =>
      Response.json({ type: 'invalid-fields', status: 422, detail, errors: [] }, { status: 422 }),
    );
    const page = await render();
    press(await button(page, 'Change: OVER'));
    const save = await button(page, 'Change');
    const ends = save.form?.elements.namedItem('ends') as HTMLInputElement;
    ends.value = 'soon';
    save.click();
    await waitUntil(() => wordsOf(page).includes(detail), 'it does not say why');
    expect(ends.value).to.equal('soon');
    expect(ends.checkVisibility()).to.equal(true);
  });

  it('keeps the dialog of a change open until the server has answered', async () => {
    const answer = owner.hold('PATCH /codes');
    const page = await render();
    press(await button(page, 'Change: SPRING'));
    const save = await button(page, 'Change');
    const dialog = save.closest('dialog') as HTMLDialogElement;
    Object.assign(save.form?.elements.namedItem('limit') ?? {}, { value: '9' });
    save.click();
    await waitUntil(() => save.disabled, 'nothing is sent');
    const escape = new Event('cancel', { cancelable: true });
    dialog.dispatchEvent(escape);
    expect(escape.defaultPrevented).to.equal(true);
    dialog.close();
    await waitUntil(() => dialog.open, 'it is closed');
    expect(buttons(page, 'Cancel').every((each) => each.disabled)).to.equal(true);
    answer(Response.json(code('SPRING', { limit: 9 })));
    await waitUntil(() => !dialog.open && wordsOf(page).includes('SPRING can be used 9 always'));
  });

  for (const [limit, held, state, words] of [
    [3, 0, 'valid', 'SPRING can be used 3 always always UTC'],
    [3, 1, 'valid', 'SPRING can be used 3 reserved for leads: 1 always always UTC'],
    [1, 1, 'exhausted', 'SPRING all reserved 1 reserved for leads: 1 always always UTC'],
    [0, 0, 'exhausted', 'SPRING used up 0 always always UTC'],
  ] as const) {
    it(`shows a limit of ${limit}, ${held} held for leads, as: ${words}`, async () => {
      const spring = code('SPRING', { limit, held, state });
      owner.on('GET /codes', () => Response.json({ codes: [spring], next: null }));
      expect(wordsOf(await render())).to.contain(words);
    });
  }

  it('offers the shown list as a file, but no file of codes that are kept elsewhere', async () => {
    const files = (page: ConsolePage): readonly string[] =>
      within(page)
        .filter((each) => each instanceof HTMLAnchorElement)
        .map(({ href }) => new URL(href))
        .filter(({ pathname }) => pathname.endsWith('/v1/owner/codes/export'))
        .map(({ searchParams }) => {
          expect(searchParams.get('download')).to.match(/^[0-9a-f]{32}$/);
          searchParams.delete('download');
          return searchParams.toString();
        });
    const page = await render();
    await page.updateComplete;
    expect(files(page)).to.deep.equal(['company=a&format=csv', 'company=a&format=json']);
    const form = (await button(page, 'Show')).form;
    Object.assign(form?.elements.namedItem('search') ?? {}, { value: 'SPR' });
    form?.requestSubmit();
    await settled(page);
    await waitUntil(() => files(page)[0] === 'company=a&search=SPR&format=csv', 'it is of all');
    const companies = [{ id: 'a', title: 'Acme', codes }];
    owner.on('GET /companies', () => Response.json({ companies, read_only: true }));
    expect(files(await render(noCodes))).to.deep.equal([]);
  });

  it('offers no change if the codes are at a vendor, reachable or not', async () => {
    owner.on('GET /companies', problem(503, 'unavailable'));
    const page = await render(noCodes);
    await settled(page);
    await waitUntil(() => wordsOf(page).includes('are kept at promoholder'), 'it says nothing');
    expect(buttons(page, 'Add a company')).to.deep.equal([]);
  });

  it('begins with the company that forms use, and says so', async () => {
    const companies = ['a', 'b'].map((id) => ({ id, title: `Company ${id}`, codes }));
    owner
      .setUp({ company: 'b' })
      .on('GET /companies', () => Response.json({ companies, read_only: false }));
    const page = await render();
    const select = within(page).find((each) => each instanceof HTMLSelectElement);
    expect(select?.value).to.equal('b');
    const names = Array.from(select?.options ?? [], ({ text }) => text);
    expect(names).to.deep.equal(['Company a', 'Company b (your forms use this one)']);
  });

  it('shows the IDs of companies with one title, in its list and for a file', async () => {
    const titles = { a: 'Acme', b: 'Acme', c: 'Berta' };
    const companies = Object.entries(titles).map(([id, title]) => ({ id, title, codes }));
    owner.on('GET /companies', () => Response.json({ companies, read_only: false }));
    const page = await render();
    expect(wordsOf(page)).to.contain('Acme (a) Acme (b) Berta');
    const files = within(page).find((each) => each.localName === 'console-import-codes');
    expect(Reflect.get(files ?? {}, 'companyTitle')).to.equal('Acme (a)');
  });

  it('says how to use a code that was added', async () => {
    const page = await render();
    const notes: string[] = [];
    page.addEventListener('console-note', (event) => notes.push((event as NoteEvent).text));
    for (const state of ['expired', 'exhausted', 'valid'] as const) {
      owner.on('POST /codes', () => Response.json(code('NEW', { state })));
      const add = await button(page, 'Add a code');
      const name = add.form?.elements.namedItem('code') as HTMLInputElement;
      name.value = 'NEW';
      const { length } = notes;
      add.click();
      await waitUntil(() => notes.length > length, 'it says nothing');
      await settled(page);
      await waitUntil(() => !add.disabled);
    }
    expect(notes).to.deep.equal([
      'NEW was added: ended.',
      'NEW was added: used up.',
      'NEW can be used now, within its time.',
    ]);
  });

  it('shows the terms of a file’s first codes, and how many of all exist already', async () => {
    const found = { rows: 5, added: 0, there_already: 2, problems: [] };
    const first = [code('SUMMER', { limit: 7, ends: '2027-01-31 23:59' })];
    owner.on('POST /codes/import', () => Response.json({ ...found, codes: first }));
    const page = await render();
    await choose(page, 'code\nSUMMER');
    await button(page, 'Add 3');
    expect(wordsOf(page)).to.contain('Codes for Acme: 5.');
    expect(wordsOf(page)).to.match(/SUMMER can be used 7 always 2027-01-31 23:59 UTC/);
    expect(wordsOf(page)).to.contain('There already, with the same terms: 2');
  });

  it('offers nothing to add if all codes of a file exist', async () => {
    const found = { rows: 2, added: 0, there_already: 2, problems: [], codes: [code('SUMMER')] };
    owner.on('POST /codes/import', () => Response.json(found));
    const page = await render();
    await choose(page, 'code\nSUMMER\nWINTER');
    await waitUntil(() => wordsOf(page).includes('There already, with the same terms: 2'));
    expect(buttons(page, 'Add 0')).to.deep.equal([]);
    expect(owner.changes).to.deep.equal(['POST /codes/import']);
  });
});

/** As a person does in the browser's dialog. */
async function choose(page: ConsolePage, csv: string): Promise<void> {
  const isFileInput = (each: Element): each is HTMLInputElement =>
    each instanceof HTMLInputElement && each.type === 'file';
  await waitUntil(() => within(page).some(isFileInput), 'there is no room for a file');
  const input = within(page).find(isFileInput);
  const transfer = new DataTransfer();
  transfer.items.add(new File([csv], 'codes.csv', { type: 'text/csv' }));
  Object.assign(input ?? {}, { files: transfer.files });
  input?.dispatchEvent(new Event('change'));
}
