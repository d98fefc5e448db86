import { expect } from '@open-wc/testing';
import type { ConsolePage, NoteEvent } from '../../src/console/console-page.ts';
import type { OwnerCode } from '../../src/contract/owner/codes.ts';
import { waitUntil } from '../elements/wait-until.ts';
import { button, buttons, OwnerStub, press, renderPage, settled, within } from './owner-stub.ts';

const codes = { all: 2, active: 2, inactive: 0 };

function code(name: string, fields: Partial<OwnerCode> = {}): OwnerCode {
  const times = { timezone: 'UTC', starts: null, ends: null };
  return {
    company: 'a',
    code: name,
    limit: null,
    ...times,
    active: true,
    state: 'valid',
    ...fields,
  };
}

let owner: OwnerStub;
beforeEach(() => {
  owner = new OwnerStub()
    .on('GET /uses', () => Response.json({ uses: [] }))
    .on('GET /setup', () => Response.json({ company: null }))
    .on('GET /companies', () =>
      Response.json({ companies: [{ id: 'a', title: 'Acme', codes }], read_only: false }),
    )
    .on('GET /codes', () =>
      Response.json({ codes: [code('SPRING'), code('OVER', { state: 'expired' })], next: null }),
    )
    .on('PATCH /codes', () => Response.json(code('SPRING', { active: false, state: 'inactive' })));
});
afterEach(() => owner.restore());

const render = (): Promise<ConsolePage> => renderPage('console-codes', {});

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

  it('changes nothing more while a change is on its way', async () => {
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

  it('begins with the company that forms use, and says so', async () => {
    const companies = ['a', 'b'].map((id) => ({ id, title: `Company ${id}`, codes }));
    owner
      .on('GET /setup', () => Response.json({ company: 'b' }))
      .on('GET /companies', () => Response.json({ companies, read_only: false }));
    const page = await render();
    const select = within(page).find((each) => each instanceof HTMLSelectElement);
    expect(select?.value).to.equal('b');
    const names = Array.from(select?.options ?? [], ({ text }) => text);
    expect(names).to.deep.equal(['Company a', 'Company b (your forms use this one)']);
  });

  it('says of a code that was added what can be done with it', async () => {
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
});
