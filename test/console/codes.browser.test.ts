import { expect } from '@open-wc/testing';
import type { ConsolePage } from '../../src/console/console-page.ts';
import type { OwnerCode } from '../../src/contract/owner/codes.ts';
import { waitUntil } from '../elements/wait-until.ts';
import { button, buttons, OwnerStub, press, renderPage, settled } from './owner-stub.ts';

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
});
