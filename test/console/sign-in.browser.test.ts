import { expect } from '@open-wc/testing';
import { problem } from '../support/elements/proxy-stub.ts';
import { waitUntil } from '../support/elements/wait-until.ts';
import {
  button,
  done,
  OwnerStub,
  press,
  renderPage,
  settled,
  within,
  wordsOf,
} from './owner-stub.ts';

const httpsOnly = 'Your browser keeps the session over https only';

let owner: OwnerStub;
beforeEach(() => {
  owner = new OwnerStub().on('POST /session', done);
});
afterEach(() => owner.restore());

/** Types the right token. Returns the page, and whether it signed in. */
async function signIn(isKept: boolean): Promise<{ page: Element; isIn: boolean }> {
  owner.on('GET /session', () => Response.json({ signed_in: isKept, needs_token: true }));
  const page = await renderPage('console-sign-in', {});
  let isIn = false;
  page.addEventListener('console-signed-in', () => (isIn = true));
  const field = within(page).find((each) => each instanceof HTMLInputElement);
  if (field) field.value = 'the token';
  (await button(page, 'Sign in')).click();
  await waitUntil(() => owner.calls.length > 0, 'nothing was sent');
  await settled(page);
  return { page, isIn };
}

describe('signing out', () => {
  it('says that the session continues if the server was not reached', async () => {
    owner
      .setUp()
      .on('GET /session', () => Response.json({ signed_in: true, needs_token: true }))
      .on('DELETE /session', problem(503, 'unavailable'));
    const app = await renderPage('console-app', { language: 'en' });
    press(await button(app, 'Sign out'));
    await waitUntil(() => wordsOf(app).includes('You are still signed in. The server cannot'));
  });
});

describe('<console-sign-in>', () => {
  it('says why signing in failed if the browser keeps no session', async () => {
    const { page, isIn } = await signIn(false);
    expect(isIn).to.equal(false);
    expect(wordsOf(page)).to.contain(httpsOnly);
  });

  it('signs in if the session is kept', async () => {
    const { page, isIn } = await signIn(true);
    expect(isIn).to.equal(true);
    expect(wordsOf(page)).to.not.contain(httpsOnly);
  });

  it('says in advance if a session could not be kept', async () => {
    const own = Object.getOwnPropertyDescriptor(globalThis, 'isSecureContext') ?? {};
    Object.defineProperty(globalThis, 'isSecureContext', { value: false, configurable: true });
    const page = await renderPage('console-sign-in', {});
    Object.defineProperty(globalThis, 'isSecureContext', own);
    expect(wordsOf(page)).to.contain(httpsOnly);
  });
});
