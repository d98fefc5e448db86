import { expect } from '@open-wc/testing';
import type { ConsoleImportCodes } from '../../../src/console/codes/import-codes.ts';
import type { OwnerImport } from '../../../src/contract/owner/import.ts';
import { problem } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { button, buttons, OwnerStub, press, renderPage, settled, wordsOf } from '../owner-stub.ts';

const path = 'POST /codes/import';
const found = (rows: number): OwnerImport => ({
  rows,
  added: 0,
  there_already: 0,
  problems: [],
  codes: [],
});

let owner: OwnerStub;
beforeEach(() => (owner = new OwnerStub()));
afterEach(() => owner.restore());

const render = (): Promise<ConsoleImportCodes> =>
  renderPage('console-import-codes', { company: 'a', companyTitle: 'Acme' });

const inputOf = (page: ConsoleImportCodes): HTMLInputElement =>
  page.shadowRoot?.querySelector('input') as HTMLInputElement;

/** As a person does in the browser's dialog. */
function pick(page: ConsoleImportCodes, csv: string): File | undefined {
  const transfer = new DataTransfer();
  transfer.items.add(new File([csv], 'codes.csv', { type: 'text/csv' }));
  inputOf(page).files = transfer.files;
  return inputOf(page).files?.[0];
}

/** The same, and waits until the server is asked about the file. */
async function choose(page: ConsoleImportCodes, csv: string): Promise<void> {
  const { length } = owner.calls;
  pick(page, csv);
  inputOf(page).dispatchEvent(new Event('change'));
  await waitUntil(() => owner.calls.length > length, 'nobody is asked');
}

describe('<console-import-codes>', () => {
  for (const [late, answer] of [
    ['answer', Response.json(found(3))],
    ['refusal', problem(413, 'too-large', { detail: 'The file is too large.' })],
  ] as const) {
    it(`ignores a late ${late} about a file once another is chosen`, async () => {
      const page = await render();
      const first = owner.hold(path);
      await choose(page, 'code\nONE\nTWO\nTHREE');
      owner.on(path, () => Response.json(found(1)));
      await choose(page, 'code\nFOUR');
      await button(page, 'Add 1');
      first(answer);
      await settled(page);
      expect(wordsOf(page)).not.to.contain('The file is too large.');
      const bodies: unknown[] = [];
      owner.on(path, (_, body) => {
        bodies.push(body);
        return Response.json({ ...found(1), added: 1 });
      });
      press(await button(page, 'Add 1'));
      await waitUntil(() => bodies.length > 0, 'nothing is written');
      expect(await (bodies[0] as Blob).text()).to.equal('code\nFOUR');
    });
  }

  it('reads the same file again after it was fixed, and shows nothing until it is picked', async () => {
    const page = await render();
    owner.on(path, () => Response.json({ ...found(1), problems: [{ line: 1, problem: 'bad' }] }));
    await choose(page, 'code\n\u0001');
    await waitUntil(() => wordsOf(page).includes('bad'), 'nothing is said of it');
    // The browser opens no dialog for a click by script.
    inputOf(page).dispatchEvent(new MouseEvent('click', { cancelable: true }));
    await settled(page);
    // Otherwise the browser would not report the same file as a change.
    expect(inputOf(page).files).to.have.length(0);
    expect(wordsOf(page)).not.to.contain('bad');
  });

  it('says that a file cannot be read until another is chosen', async () => {
    const page = await render();
    const file = pick(page, 'code\nONE') as File;
    file.arrayBuffer = () => Promise.reject(new DOMException('', 'NotFoundError'));
    inputOf(page).dispatchEvent(new Event('change'));
    await waitUntil(() => wordsOf(page).includes('The file cannot be read.'), 'it says nothing');
    expect(owner.calls).to.deep.equal([]);
    owner.on(path, () => Response.json(found(1)));
    await choose(page, 'code\nTWO');
    await button(page, 'Add 1');
    expect(wordsOf(page)).not.to.contain('The file cannot be read.');
  });

  const command = 'promo-lead codes import FILE.CSV --company a';

  it('sends no file that is too large, and names the command that accepts it', async () => {
    const page = await render();
    pick(page, 'A'.repeat(1024 * 1024 + 1));
    inputOf(page).dispatchEvent(new Event('change'));
    await waitUntil(() => wordsOf(page).includes(command), 'it says nothing');
    expect(owner.calls).to.deep.equal([]);
    owner.on(path, () => Response.json(found(1)));
    await choose(page, 'A'.repeat(1024 * 1024));
    await button(page, 'Add 1');
    expect(wordsOf(page)).not.to.contain(command);
  });

  it('names that command too if a server in between accepts less', async () => {
    const page = await render();
    const html = '<html><h1>413 Request Entity Too Large</h1></html>';
    owner.on(path, () => new Response(html, { status: 413 }));
    await choose(page, 'code\nONE');
    await waitUntil(() => wordsOf(page).includes(command), 'it says nothing');
    expect(wordsOf(page)).not.to.contain('Try again');
  });

  it('forgets the file, and a late answer about it, when another company is shown', async () => {
    const page = await render();
    owner.on(path, () => Response.json(found(2)));
    await choose(page, 'code\nONE\nTWO');
    await button(page, 'Add 2');
    const second = owner.hold(path);
    await choose(page, 'code\nTHREE');
    Object.assign(page, { company: 'b', companyTitle: 'Berta' });
    await page.updateComplete;
    second(Response.json(found(1)));
    await settled(page);
    expect(buttons(page, 'Add 2').concat(buttons(page, 'Add 1'))).to.deep.equal([]);
    expect(inputOf(page).files).to.have.length(0);
  });
});
