import { expect } from '@open-wc/testing';
import { problem } from '../support/elements/proxy-stub.ts';
import { waitUntil } from '../support/elements/wait-until.ts';
import { leadStory } from './leads/lead-story.ts';
import {
  button,
  buttons,
  comeBack,
  OwnerStub,
  press,
  renderPage,
  within,
  wordsOf,
} from './owner-stub.ts';

const session = (signed_in: boolean) => (): Response =>
  Response.json({ signed_in, needs_token: true });
const unauthorized = problem(401, 'unauthorized');
const undone = 'What you did last was not done';

let owner: OwnerStub;
beforeEach(() => {
  owner = new OwnerStub()
    .setUp()
    .on('GET /session', session(true))
    .on('GET /leads/REF', () => leadStory({ state: 'held', doubts: 0 }))
    .on('GET /leads/news', () =>
      Response.json({ came: 0, states: { REF: 'sending' }, codes: {}, open: [] }),
    );
  location.hash = '#/leads/REF';
});
afterEach(() => {
  owner.restore();
  history.replaceState(null, '', location.pathname + location.search);
});

/** The console at a lead whose session has ended; `act` makes the page notice it. */
async function appAtTheEnd(act: (app: Element) => void): Promise<Element> {
  const app = await renderPage('console-app', { language: 'en' });
  await button(app, 'Erase this person');
  owner
    .on('GET /session', session(false))
    .on('GET /leads/news', unauthorized)
    .on('POST /leads/REF/retry', unauthorized)
    .on('POST /leads/REF/correct', unauthorized);
  act(app);
  await button(app, 'Sign in');
  return app;
}

/** What the form of a correction has for a phone, if it is open. */
function typedPhone(app: Element): string | undefined {
  const field = within(app).find((each) => each.matches('dialog[open] input[name=phone]'));
  return field instanceof HTMLInputElement ? field.value : undefined;
}

async function correct(app: Element): Promise<void> {
  press(await button(app, 'Correct'));
  const save = await button(app, 'Save and send');
  Object.assign(save.form?.elements.namedItem('phone') ?? {}, { value: '6281999' });
  save.click();
}

async function signInAgain(app: Element): Promise<void> {
  owner.on('POST /session', () => new Response(null, { status: 204 }));
  owner.on('GET /session', session(true));
  const field = within(app).find((each) => each.matches('input[name=token]'));
  Object.assign(field ?? {}, { value: 'the token' });
  (await button(app, 'Sign in')).click();
  await waitUntil(() => buttons(app, 'Sign in').length === 0, 'nobody is in');
}

describe('a session that has ended', () => {
  it('is noticed by a page that polls for changes', async () => {
    owner.on('GET /leads/REF', () => leadStory({ state: 'sending' }));
    const app = await appAtTheEnd(comeBack);
    expect(wordsOf(app)).to.contain('Your session has ended.');
    expect(wordsOf(app)).not.to.contain(undone);
  });

  it('is reported when a change is tried, until somebody signs in again', async () => {
    const app = await appAtTheEnd((console) => void button(console, 'Send again').then(press));
    expect(wordsOf(app)).to.contain(undone);
    await signInAgain(app);
    expect(wordsOf(app)).not.to.contain(undone);
  });

  it('loses nothing that was typed for the change, and shows none of it until then', async () => {
    const app = await appAtTheEnd((console) => void correct(console));
    const dialog = within(app).find((each) => each.matches('dialog:has(console-sign-in)'));
    dialog?.dispatchEvent(new Event('cancel', { cancelable: true }));
    expect(dialog?.matches(':modal')).to.equal(true);
    const behind = getComputedStyle(dialog as Element, '::backdrop').backgroundColor;
    expect(behind).to.match(/^rgb\(/, 'nothing shines through');
    await signInAgain(app);
    expect(typedPhone(app)).to.equal('6281999');
    press(await button(app, 'Save and send'));
    await waitUntil(() => owner.changes.at(-1)?.includes('6281999') === true, 'it is not sent');
  });

  it('keeps no page that the owner leaves', async () => {
    const app = await appAtTheEnd((console) => void correct(console));
    location.hash = '#/audit';
    await waitUntil(() => typedPhone(app) === undefined, 'it is kept');
    expect(wordsOf(app)).not.to.contain(undone);
    expect(buttons(app, 'Sign in')).to.have.length(1);
  });
});
