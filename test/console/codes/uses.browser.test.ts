import { expect } from '@open-wc/testing';
import type { ConsolePage } from '../../../src/console/parts/console-page.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import {
  button,
  buttons,
  done,
  OwnerStub,
  press,
  renderPage,
  settled,
  within,
  wordsOf,
} from '../owner-stub.ts';

const use = (id: string, second: string): object => ({
  id,
  company: 'demo-company',
  code: 'FRIEND10',
  state: 'unconfirmed',
  lead: `LEAD-${id}`,
  detail: null,
  updated_at: `2026-11-29T03:00:${second}.000Z`,
});

let owner: OwnerStub;
beforeEach(() => {
  owner = new OwnerStub()
    .on('GET /uses', () => Response.json({ uses: [use('1', '07'), use('2', '41')] }))
    .on('POST /uses/1/settle', done)
    .on('POST /uses/2/settle', done);
});
afterEach(() => owner.restore());

const render = (): Promise<ConsolePage> => renderPage('console-uses', {});

function openDialog(page: Element): HTMLDialogElement | undefined {
  return within(page).find(
    (each): each is HTMLDialogElement => each instanceof HTMLDialogElement && each.open,
  );
}

describe('<console-uses>', () => {
  it('settles one use, after a question that says which one', async () => {
    const page = await render();
    press(await button(page, 'It was used: FRIEND10 (lead LEAD-1)'));
    await waitUntil(() => openDialog(page), 'no question');
    expect(owner.changes).to.deep.equal([]);
    expect(wordsOf(page)).to.contain('Write down that FRIEND10 (lead LEAD-1) was used?');
    press(await button(page, 'It was used'));
    await waitUntil(() => owner.changes.length > 0, 'nothing was settled');
    await settled(page);
    expect(owner.changes).to.deep.equal(['POST /uses/1/settle {"state":"redeemed"}']);
    expect(buttons(page, 'It was used: FRIEND10 (lead LEAD-2)')).to.have.length(1);
    expect(buttons(page, 'It was used: FRIEND10 (lead LEAD-1)')).to.have.length(0);
  });

  it('does not reuse the buttons of a settled use for another', async () => {
    const page = await render();
    const other = await button(page, 'It was not used: FRIEND10 (lead LEAD-2)');
    press(await button(page, 'It was not used: FRIEND10 (lead LEAD-1)'));
    press(await button(page, 'It was not used'));
    await waitUntil(() => owner.changes.length > 0, 'nothing was settled');
    await settled(page);
    const left = await button(page, 'It was not used: FRIEND10 (lead LEAD-2)');
    expect(left === other).to.equal(true);
  });

  it('accepts no second answer while one is being sent', async () => {
    const answer = owner.hold('POST /uses/1/settle');
    const page = await render();
    press(await button(page, 'It was used: FRIEND10 (lead LEAD-1)'));
    press(await button(page, 'It was used'));
    await waitUntil(() => page.isBusy, 'nothing is sent');
    await page.updateComplete;
    press(await button(page, 'It was used: FRIEND10 (lead LEAD-1)'));
    press(await button(page, 'It was not used: FRIEND10 (lead LEAD-2)'));
    await page.updateComplete;
    expect(openDialog(page) === undefined).to.equal(true);
    answer(done());
    await settled(page);
    expect(owner.changes).to.have.length(1);
  });

  it('leaves a use alone if the question is cancelled', async () => {
    const page = await render();
    press(await button(page, 'It was used: FRIEND10 (lead LEAD-1)'));
    press(await button(page, 'It was used'));
    await waitUntil(() => owner.changes.length > 0, 'nothing was settled');
    await settled(page);
    press(await button(page, 'It was used: FRIEND10 (lead LEAD-2)'));
    await waitUntil(() => openDialog(page), 'no question');
    // As Escape does.
    openDialog(page)?.close();
    await waitUntil(() => !openDialog(page));
    press(await button(page, 'It was not used: FRIEND10 (lead LEAD-2)'));
    await waitUntil(() => openDialog(page), 'no other question');
    expect(owner.changes).to.have.length(1);
  });

  it('links each to its lead, shows seconds, and keeps the code in sight beside its buttons', async () => {
    const page = await render();
    const frame = page.parentElement as HTMLElement;
    frame.style.inlineSize = '22rem';
    const row = within(page).find((each) => each.localName === 'li') as HTMLElement;
    expect(row.querySelector('a')?.getAttribute('href')).to.equal('#/leads/LEAD-1');
    expect(row.textContent).to.contain(':07');
    const edge = frame.getBoundingClientRect().right;
    const seen = [row.querySelector('strong'), ...row.querySelectorAll('button')];
    for (const each of seen) expect(each?.getBoundingClientRect().right).to.be.at.most(edge);
  });
});
