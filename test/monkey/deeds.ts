import type { Seeded } from '../support/seeded.ts';
import { paths, type Shop } from './shop.ts';
import { moods, type Visitor } from './visitor.ts';

/** What there is to do with, and where the choices come from. */
export interface Scene {
  readonly visitor: Visitor;
  readonly shop: Shop;
  readonly random: Seeded;
  /** A phone that was never typed before. */
  readonly newPhone: () => string;
}

/** Resolves to what else the story should say of it. Throws if it cannot be done just now. */
type Deed = (scene: Scene) => Promise<unknown>;

const tabsMax = 3;
const send = /^(?:Send|Send now|Try again)$/;

const fill: Deed = async ({ visitor, random, newPhone }) => {
  const { page } = visitor;
  const place = random.between(0, 1);
  const phone = newPhone();
  const code = random.oneOf(['', 'WELCOME10', 'WELCOME10', 'LASTYEAR']);
  const texts = { 'First name': 'Ana', 'Last name': 'Sari', Phone: phone, 'Promo code': code };
  for (const [name, text] of Object.entries(texts)) {
    const fields = page.getByRole('textbox', { name });
    await fields.nth(Math.min(place, (await fields.count()) - 1)).fill(text);
  }
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  for (const choice of await page.getByRole('combobox').all()) {
    await choice.selectOption({ index: 1 });
  }
  return `${phone} ${code}`;
};

const click: Deed = ({ visitor, random }) => visitor.button(send, random.between(0, 1)).click();

const order: Deed = async (scene) => {
  const what = await fill(scene);
  await scene.visitor.button(send, 0).click();
  return what;
};

const visit: Deed = async ({ visitor, random }) => {
  const path = random.oneOf(paths);
  await visitor.go(path);
  return path;
};

const wait: Deed = ({ visitor, random }) => visitor.page.waitForTimeout(random.between(0, 2500));

const changeMood: Deed = async ({ visitor, random }) => {
  visitor.mood = random.oneOf(moods);
  return visitor.mood;
};

const openTab: Deed = async ({ visitor }) => {
  await visitor.openTab();
  const [first, ...others] = visitor.context.pages();
  if (others.length >= tabsMax) await first?.close();
};

const closeTab: Deed = async ({ visitor }) => {
  await visitor.page.close();
  await visitor.lookAt(visitor.context.pages()[0]);
};

const reopen: Deed = async ({ visitor }) => {
  await visitor.close();
  await visitor.open();
};

/** As if the power had failed. */
const crash: Deed = async ({ visitor }) => {
  const closed = visitor.context.waitForEvent('close', { timeout: 10_000 });
  await visitor.page.goto('chrome://inducebrowsercrashforrealz').catch(() => undefined);
  await closed;
  await visitor.open();
};

/** What a visitor and a page may do, each as many times as likely as its weight says. */
export const deeds: Readonly<Record<string, readonly [weight: number, Deed]>> = {
  order: [14, order],
  fill: [4, fill],
  click: [8, click],
  'double click': [3, ({ visitor }) => visitor.button(send, 0).dblclick()],
  'check the code': [3, ({ visitor }) => visitor.button(/^(?:Apply|Remove)$/, 0).click()],
  enter: [3, ({ visitor }) => visitor.page.getByLabel('Phone').first().press('Enter')],
  'withdraw the consent': [1, ({ visitor }) => visitor.page.getByRole('checkbox').uncheck()],
  reload: [6, ({ visitor }) => visitor.page.reload()],
  visit: [8, visit],
  'go back': [2, ({ visitor }) => visitor.page.goBack()],
  'go forward': [1, ({ visitor }) => visitor.page.goForward()],
  'open a tab': [3, openTab],
  'close the tab': [2, closeTab],
  'go to the first tab': [2, ({ visitor }) => visitor.lookAt(visitor.context.pages()[0])],
  'close the browser': [1, reopen],
  'crash the browser': [1, crash],
  'empty the form': [1, ({ visitor }) => visitor.page.evaluate(emptyForm)],
  'move the form': [3, ({ visitor }) => visitor.page.evaluate(moveForm)],
  mood: [8, changeMood],
  'go offline': [2, ({ visitor }) => visitor.context.setOffline(true)],
  'go online': [8, ({ visitor }) => visitor.context.setOffline(false)],
  'kill the server': [2, ({ shop }) => shop.kill()],
  'start the server': [9, ({ shop }) => shop.start()],
  wait: [12, wait],
};

function emptyForm(): void {
  document.querySelector('lead-form')?.reset();
}

function moveForm(): void {
  const form = document.querySelector('lead-form');
  form?.remove();
  if (form) document.body.append(form);
}
