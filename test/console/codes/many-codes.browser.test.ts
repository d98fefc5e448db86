import { expect } from '@open-wc/testing';
import type { ConsoleCodes } from '../../../src/console/codes/codes.ts';
import type { NoteEvent } from '../../../src/console/parts/console-page.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
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

const names = ['ANNA10', 'BEN10', 'CLEO10'];
const path = 'POST /codes/activity';
const pauseAll = 'Pause chosen';
const inactive = { active: false, state: 'inactive' } as const;

let owner: OwnerStub;
beforeEach(() => {
  const codes = { all: 3, active: 3, inactive: 0 };
  owner = new OwnerStub()
    .on('GET /uses', () => Response.json({ uses: [] }))
    .setUp()
    .on('GET /companies', () =>
      Response.json({ companies: [{ id: 'a', title: 'Acme', codes }], read_only: false }),
    )
    .on('GET /codes', () => Response.json({ codes: names.map((name) => code(name)), next: null }));
});
afterEach(() => owner.restore());

const render = (fields = {}): Promise<ConsoleCodes> => renderPage('console-codes', fields);

const boxes = (page: Element): readonly HTMLInputElement[] =>
  within(page).filter(
    (each): each is HTMLInputElement =>
      each instanceof HTMLInputElement && each.type === 'checkbox',
  );

function box(page: Element, name: string): HTMLInputElement {
  const found = boxes(page).find(({ ariaLabel }) => ariaLabel === name);
  if (!found) throw new Error(`Cannot find the box ${name}`);
  return found;
}

async function choose(page: ConsoleCodes, ...codes: readonly string[]): Promise<void> {
  for (const name of codes) box(page, `Choose ${name}`).click();
  await page.updateComplete;
}

/** What the boxes show as chosen; the one for all has a dash if only some are. */
const chosen = (page: Element): readonly string[] =>
  boxes(page).map(({ checked, indeterminate }) => (indeterminate ? '-' : checked ? 'x' : ''));

/** Presses the button. Returns the confirming button of the question that opens. */
async function ask(page: Element, name: string): Promise<HTMLButtonElement> {
  press(await button(page, name));
  const sure = (): HTMLButtonElement | undefined =>
    buttons(page, name).find((each) => each.closest('dialog')?.open);
  await waitUntil(() => sure() !== undefined, 'it asks nothing');
  return sure() as HTMLButtonElement;
}

describe('<console-many-codes>', () => {
  it('pauses the codes that were chosen, after a question that counts them', async () => {
    owner.on(path, () =>
      Response.json({ codes: [code('ANNA10', inactive), code('CLEO10', inactive)], changed: 2 }),
    );
    const page = await render();
    const notes: string[] = [];
    page.addEventListener('console-note', (event) => notes.push((event as NoteEvent).text));
    await choose(page, 'ANNA10', 'CLEO10');
    expect(wordsOf(page)).to.contain('Chosen: 2');
    const sure = await ask(page, pauseAll);
    expect(wordsOf(page)).to.contain('Pause the chosen codes (2)?');
    expect(owner.changes).to.deep.equal([]);
    sure.click();
    await waitUntil(() => notes.length > 0, 'it says nothing');
    expect(owner.changes).to.deep.equal([
      `${path} {"company":"a","codes":["ANNA10","CLEO10"],"active":false}`,
    ]);
    expect(notes).to.deep.equal(['Codes paused: 2']);
    await page.updateComplete;
    expect(page.codes.map(({ active }) => active)).to.deep.equal([false, true, false]);
    expect(chosen(page), 'the next action is for other codes').to.deep.equal(['', '', '', '']);
    expect(owner.calls.filter((call) => call.startsWith('GET /codes'))).to.have.length(1);
  });

  it('activates them, and returns the focus to its button', async () => {
    owner.on(path, () => Response.json({ codes: [code('BEN10')], changed: 1 }));
    const page = await render();
    await choose(page, 'BEN10');
    const activate = await button(page, 'Activate chosen');
    activate.focus();
    (await ask(page, 'Activate chosen')).click();
    await waitUntil(() => owner.changes.length > 0, 'nothing was changed');
    await waitUntil(() => chosen(page).every((each) => each === ''), 'they are still chosen');
    await waitUntil(() => !activate.disabled && activate.matches(':focus'), 'the focus is lost');
    expect(owner.changes[0]).to.contain('"codes":["BEN10"],"active":true');
  });

  it('chooses all with one box, which shows if only some are chosen', async () => {
    const page = await render();
    const all = box(page, 'Choose all that are shown');
    expect(chosen(page)).to.deep.equal(['', '', '', '']);
    all.click();
    await page.updateComplete;
    expect(chosen(page)).to.deep.equal(['x', 'x', 'x', 'x']);
    await choose(page, 'BEN10');
    expect(chosen(page)).to.deep.equal(['-', 'x', '', 'x']);
    all.click();
    await page.updateComplete;
    expect(chosen(page)).to.deep.equal(['x', 'x', 'x', 'x']);
    all.click();
    await page.updateComplete;
    expect(chosen(page)).to.deep.equal(['', '', '', '']);
  });

  it('says what to do if none is chosen, and asks nothing', async () => {
    const page = await render();
    const notes: string[] = [];
    page.addEventListener('console-note', (event) => notes.push((event as NoteEvent).text));
    press(await button(page, pauseAll));
    const words = 'Choose codes to pause or activate.';
    expect(notes).to.deep.equal([words]);
    expect(wordsOf(page)).to.contain(words);
    expect(owner.changes).to.deep.equal([]);
  });

  it('keeps the choice if the action fails, and says why', async () => {
    owner.on(path, () => Response.json({ type: 'unavailable' }, { status: 503 }));
    const page = await render();
    await choose(page, 'ANNA10', 'BEN10');
    (await ask(page, pauseAll)).click();
    const words = 'The server cannot do this just now.';
    await waitUntil(() => wordsOf(page).includes(words), 'nothing went wrong');
    expect(chosen(page)).to.deep.equal(['-', 'x', 'x', '']);
  });

  it('keeps the choice while more codes are shown, and drops it with another list', async () => {
    owner.on('GET /codes', (url) =>
      Response.json(
        url.searchParams.has('after')
          ? { codes: [code('DORA10')], next: null }
          : { codes: names.map((name) => code(name)), next: 'more' },
      ),
    );
    const page = await render();
    box(page, 'Choose all that are shown').click();
    await page.updateComplete;
    press(await button(page, 'Older ones'));
    await settled(page);
    expect(chosen(page)).to.deep.equal(['-', 'x', 'x', 'x', '']);
    (await button(page, 'Show')).form?.requestSubmit();
    await settled(page);
    expect(chosen(page)).to.deep.equal(['', '', '', '']);
  });

  it('sends a thousand codes at a time', async () => {
    const many = Array.from({ length: 1001 }, (_, i) => code(`C${i}`));
    owner
      .on('GET /codes', () => Response.json({ codes: many, next: null }))
      .on(path, () => Response.json({ codes: [], changed: 0 }));
    const page = await render();
    box(page, 'Choose all that are shown').click();
    await page.updateComplete;
    (await ask(page, pauseAll)).click();
    await waitUntil(() => owner.changes.length === 2, 'not all were sent');
    expect(owner.changes[1]).to.equal(`${path} {"company":"a","codes":["C1000"],"active":false}`);
  });

  it('shows nothing of this in the list of another company', async () => {
    const codes = { all: 3, active: 3, inactive: 0 };
    const companies = ['a', 'b'].map((id) => ({ id, title: `Company ${id}`, codes }));
    owner
      .on('GET /companies', () => Response.json({ companies, read_only: false }))
      .on('GET /codes', (url) => {
        const company = url.searchParams.get('company') ?? '';
        return Response.json({ codes: [code('ANNA10', { company })], next: null });
      });
    const answer = owner.hold(path);
    const page = await render();
    const notes: string[] = [];
    page.addEventListener('console-note', (event) => notes.push((event as NoteEvent).text));
    await choose(page, 'ANNA10');
    (await ask(page, pauseAll)).click();
    await waitUntil(() => owner.changes.length > 0, 'nothing was changed');
    const select = within(page).find((each) => each instanceof HTMLSelectElement);
    Object.assign(select ?? {}, { value: 'b' });
    select?.dispatchEvent(new Event('change'));
    await settled(page);
    answer(Response.json({ codes: [code('ANNA10', inactive)], changed: 1 }));
    await waitUntil(() => notes.includes('Codes paused: 1'), 'it says nothing');
    expect(page.codes.map(({ company, active }) => [company, active])).to.deep.equal([['b', true]]);
  });

  it('does not hide a focused box behind the sticky bar', async () => {
    const many = Array.from({ length: 60 }, (_, i) => code(`C${i}`));
    owner.on('GET /codes', () => Response.json({ codes: many, next: null }));
    const page = await render();
    const [all] = boxes(page);
    const bar = (await button(page, pauseAll)).closest('.many');
    globalThis.scrollBy(0, (all?.getBoundingClientRect().top ?? 0) - 4);
    all?.focus();
    // WebKit does not scroll to what it considers visible.
    all?.scrollIntoView({ block: 'nearest' });
    const edge = bar?.getBoundingClientRect().bottom ?? 0;
    expect(all?.getBoundingClientRect().top).to.be.at.least(edge);
  });

  it('offers nothing if there is nothing to choose', async () => {
    owner.on('GET /codes', () => Response.json({ codes: [], next: null }));
    const page = await render();
    expect([boxes(page).length, buttons(page, pauseAll).length]).to.deep.equal([0, 0]);
  });

  it('offers no choice of codes that are kept elsewhere', async () => {
    const companies = [{ id: 'a', title: 'Acme', codes: { all: 3, active: 3, inactive: 0 } }];
    owner.on('GET /companies', () => Response.json({ companies, read_only: true }));
    const page = await render(noCodes);
    expect(wordsOf(page)).to.contain('ANNA10');
    expect([boxes(page).length, buttons(page, pauseAll).length]).to.deep.equal([0, 0]);
  });
});
