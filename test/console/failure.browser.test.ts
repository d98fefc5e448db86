import { expect } from '@open-wc/testing';
import type { ConsolePage, NoteEvent } from '../../src/console/parts/console-page.ts';
import { problem } from '../support/elements/proxy-stub.ts';
import { waitUntil } from '../support/elements/wait-until.ts';
import { button, done, OwnerStub, press, renderPage, wordsOf } from './owner-stub.ts';

const network = 'The server did not answer. Check your connection';

let owner: OwnerStub;
beforeEach(() => (owner = new OwnerStub()));
afterEach(() => owner.restore());

/** What a page says about a call that failed like this. */
async function said(status: number, type: string, detail: string): Promise<string> {
  owner.on('GET /audit', problem(status, type, { detail }));
  return wordsOf(await renderPage('console-audit', {}));
}

describe('a failure', () => {
  it('is shown in the server’s words if only the server knows the reason', async () => {
    for (const [status, type] of [
      [409, 'conflict'],
      [503, 'unavailable'],
      [413, 'too-large'],
      [403, 'origin-not-allowed'],
    ] as const) {
      expect(await said(status, type, 'Code X exists.')).to.contain('Code X exists.');
    }
  });

  it('is said to pass only if the server says when', async () => {
    const detail = 'The token was refused.';
    expect(await said(503, 'unavailable', detail)).to.not.contain('Try again in a moment.');
    owner.on('GET /audit', problem(503, 'unavailable', { detail }, '5'));
    const words = wordsOf(await renderPage('console-audit', {}));
    expect(words).to.contain(`Try again in a moment. ${detail}`);
  });

  it('is called one of the network only if no reply came', async () => {
    const page = await renderPage('console-audit', {});
    expect(wordsOf(page)).to.contain(network);
    expect(await said(503, 'unavailable', '')).to.not.contain(network);
  });

  for (const [name, body] of [
    ['is cut off', '{"entries":['],
    ['is the page of something in between', '<!doctype html><title>Sign in</title>'],
  ] as const) {
    it(`is called one of the network if a reply ${name}`, async () => {
      owner.on('GET /audit', () => new Response(body));
      const page = await renderPage('console-audit', {});
      expect(wordsOf(page)).to.contain(network);
      expect(wordsOf(page)).to.not.contain('Nothing happened yet.');
      owner.on('GET /audit', () => Response.json({ entries: [], next: null }));
      press(await button(page, 'Try again'));
      await waitUntil(() => wordsOf(page).includes('Nothing happened yet.'), 'it is not read');
      expect(wordsOf(page)).to.not.contain(network);
    });
  }

  it('is shown if a bug of the page is the reason, and the browser reports it too', async () => {
    owner.on('GET /audit', () => Response.json({ entries: [], next: null }));
    const page = await renderPage<ConsolePage>('console-audit', {});
    const bug = new TypeError('a bug');
    const heard = await page.load(done, () => Promise.reject(bug)).catch((error: unknown) => error);
    await page.updateComplete;
    expect(heard).to.equal(bug);
    expect(wordsOf(page)).to.contain('Something went wrong.');
    expect(wordsOf(page)).to.not.contain('Nothing happened yet.');
  });

  it('is shown in the server’s words if it keeps somebody out', async () => {
    const detail = 'Behind a proxy, set a token.';
    owner.on('GET /session', problem(403, 'origin-not-allowed', { detail }));
    const page = await renderPage('console-app', {});
    await waitUntil(() => wordsOf(page).includes('Try again'), 'it says nothing');
    expect(wordsOf(page)).to.contain(detail);
    expect(wordsOf(page)).to.not.contain(network);
  });

  it('removes the earlier note of a success', async () => {
    const page = await renderPage('console-audit', {});
    const notes: string[] = [];
    page.addEventListener('console-note', (event) => notes.push((event as NoteEvent).text));
    page.note('Written down.');
    await page.attempt(() => Promise.resolve());
    expect(notes).to.deep.equal(['Written down.']);
    Object.assign(page, { query: new URLSearchParams() });
    await waitUntil(() => notes.length > 1, 'the old word stays');
    expect(notes.at(-1)).to.equal('');
  });
});
