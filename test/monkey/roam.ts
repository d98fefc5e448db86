import { seeded } from '../support/seeded.ts';
import { deeds, type Scene } from './deeds.ts';
import { Shop, type StoredLead } from './shop.ts';
import { type Told, Visitor } from './visitor.ts';

interface Outcome {
  /** What must not be; empty if all is well. */
  readonly wrong: readonly string[];
  readonly story: readonly string[];
  readonly leads: number;
}

/** After so many deeds that could not be done, somebody puts things right. */
const stuckMax = 3;
/** For how many looks leads may be on their way in the end: a browser waits up to five minutes. */
const looksMax = 200;

/**
 * A visitor who does anything, in any order, while the network and the server come and go. In the
 * end all is well again: no lead may be missing by then, and none may be there twice.
 */
export async function roam(seed: number, steps: number): Promise<Outcome> {
  const shop = await Shop.open();
  const visitor = new Visitor(shop);
  const random = seeded(seed);
  let phones = 0;
  const newPhone = (): string =>
    `628${String(seed).padStart(4, '0')}${String((phones += 1)).padStart(5, '0')}`;
  const scene: Scene = { visitor, shop, random, newPhone };
  await visitor.open();
  await doAnything(scene, steps);
  await putRight(scene);
  await visitor.go('/');
  const leads = await untilDelivered(scene);
  const wrong = [...wrongOf(visitor.told, leads), ...visitor.pageErrors];
  const uses = await shop.countUses();
  const withCode = leads.filter(({ promo_code }) => promo_code === 'WELCOME10').length;
  if (uses !== withCode) wrong.push(`${uses} uses of a code for ${withCode} leads with it`);
  await visitor.close();
  await shop.kill();
  return { wrong, story: visitor.story, leads: leads.length };
}

async function doAnything(scene: Scene, steps: number): Promise<void> {
  const { visitor, random } = scene;
  const all = Object.entries(deeds).flatMap(([name, [weight, deed]]) =>
    Array.from({ length: weight }, () => ({ name, deed })),
  );
  const [first, ...others] = all;
  if (!first) return;
  let stuck = 0;
  for (let step = 0; step < steps; step += 1) {
    const { name, deed } = random.oneOf([first, ...others]);
    try {
      const more = await deed(scene);
      visitor.story.push(`${step} ${name}${isTelling(more) ? `: ${more}` : ''}`);
    } catch (error) {
      const [reason = ''] = error instanceof Error ? error.message.split('\n', 1) : [];
      visitor.story.push(`${step} ${name}: could not, ${reason}`);
      stuck += 1;
    }
    if (stuck < stuckMax) continue;
    stuck = 0;
    await putRight(scene).catch(() => undefined);
  }
}

function isTelling(more: unknown): more is string | number {
  return typeof more === 'string' || typeof more === 'number';
}

/** The server runs and is reached, and the visitor looks at a page. */
async function putRight({ visitor, shop }: Scene): Promise<void> {
  visitor.story.push('all is well');
  visitor.mood = 'well';
  await shop.start();
  await visitor.context.setOffline(false);
  await visitor.lookAt(visitor.context.pages()[0]);
  await visitor.go('/');
}

/** Looks again and again until all that is owed is there, and nothing is on its way. */
async function untilDelivered({ visitor, shop }: Scene): Promise<readonly StoredLead[]> {
  for (let look = 0; ; look += 1) {
    const leads = await shop.leads();
    const isOnItsWay = leads.some(({ state }) => /pending|sending|in_doubt/.test(state));
    if (look > looksMax || (!isOnItsWay && missing(visitor.told, leads).length === 0)) return leads;
    await visitor.page.waitForTimeout(2000);
  }
}

function wrongOf(told: readonly Told[], leads: readonly StoredLead[]): string[] {
  const byPhone = Map.groupBy(leads, ({ phone }) => phone);
  const twice = [...byPhone].filter(([, { length }]) => length > 1).map(([phone]) => phone);
  return [
    ...missing(told, leads).map((phone) => `${phone} is missing`),
    ...twice.map((phone) => `${phone} is there twice`),
    ...leads
      .filter(({ state }) => state !== 'delivered')
      .map(({ phone, state }) => `${phone} is ${state}`),
  ];
}

/**
 * The phones that a page was promised. One that waits is promised no more once the visitor has sent
 * another from the same form: that was a correction.
 */
function missing(told: readonly Told[], leads: readonly StoredLead[]): readonly string[] {
  const promised = new Set<string>();
  const current = new Map<string, string>();
  for (const { type, form, phone } of told) {
    const before = current.get(form);
    if (type === 'lead-submit' && phone !== undefined) {
      if (before !== undefined && before !== phone) promised.delete(before);
      current.set(form, phone);
    }
    if (type === 'lead-queued' && before !== undefined) promised.add(before);
    if (type === 'lead-accepted' && phone !== undefined) promised.add(phone);
  }
  const there = new Set(leads.map(({ phone }) => phone));
  return [...promised].filter((phone) => !there.has(phone));
}
