import { expect } from '@open-wc/testing';
import { problem } from '../elements/proxy-stub.ts';
import { leadStory } from './leads/lead-story.ts';
import { button, comeBack, OwnerStub, press, renderPage, within, wordsOf } from './owner-stub.ts';

const session = (signed_in: boolean) => (): Response =>
  Response.json({ signed_in, needs_token: true });
const unauthorized = problem(401, 'unauthorized');
const undone = 'What you did last was not done';

let owner: OwnerStub;
beforeEach(() => {
  owner = new OwnerStub()
    .setUp()
    .on('GET /session', session(true))
    .on('GET /leads/REF', () => leadStory({ state: 'held' }))
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
    .on('POST /leads/REF/retry', unauthorized);
  act(app);
  await button(app, 'Sign in');
  return app;
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
    owner.on('POST /session', () => new Response(null, { status: 204 }));
    owner.on('GET /session', session(true));
    const field = within(app).find((each) => each instanceof HTMLInputElement);
    if (field) field.value = 'the token';
    (await button(app, 'Sign in')).click();
    press(await button(app, 'Sign out'));
    expect(wordsOf(app)).not.to.contain(undone);
  });
});
