import { sql } from 'kysely';
import { dayMs, hourMs } from '../../contract/durations.ts';
import type { Overview, OverviewSlot } from '../../contract/owner/overview.ts';
import { toIso } from '../../contract/to-iso.ts';
import { contactsState, countGivenUp, countNeedsAttention } from '../../proxy/index.ts';
import type { FormViewTable } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { FunnelCounts } from './funnel-counts.ts';
import { partsOf, type Slot } from './slots.ts';

const delaysOf = 1000;

export interface OverviewOptions {
  /** Oldest first. */
  readonly slots: readonly Slot[];
  readonly now: number;
  /** The fewest days that a lead is kept. */
  readonly keptDays: number | undefined;
  readonly nextTurn: () => Promise<void>;
}

/**
 * What an owner wants to know first. Every statement reads one slot, or follows an index to a few
 * rows, so that with a million leads none holds up the intake for more than some milliseconds.
 */
export async function readOverview(store: Store, options: OverviewOptions): Promise<Overview> {
  const { slots, keptDays = null, nextTurn } = options;
  const { from: begin = 0 } = slots[0] ?? {};
  const since = wholeSince(options) ?? begin;
  const products = new FunnelCounts();
  const languages = new FunnelCounts();
  const sources = new FunnelCounts();
  const counted: OverviewSlot[] = [];
  for (const slot of slots) {
    const states: Record<string, number> = {};
    for (const part of partsOf(slot, since)) {
      const isWhole = part.from >= since;
      for (const { state, product, locale, source, leads } of await countSlot(store, part)) {
        states[state] = (states[state] ?? 0) + leads;
        if (!isWhole) continue;
        const reached = { count: leads, delivered: state === 'delivered' ? leads : 0 };
        products.add(product, reached);
        languages.add(locale, reached);
        sources.add(source, reached);
      }
      if (!isWhole) continue;
      for (const { product, language, source, ...viewed } of await countViews(store, part)) {
        products.add(product, viewed);
        languages.add(language, viewed);
        sources.add(source, viewed);
      }
    }
    // SQLite is synchronous: without a pause no other request is served until the last slot.
    await nextTurn();
    const leads = Object.values(states).reduce((sum, count) => sum + count, 0);
    counted.push({ from: toIso(slot.from), to: toIso(slot.to), leads, states });
  }
  const { shown, started, count, delivered } = products.total;
  return {
    slots: counted,
    products: products.most,
    languages: languages.most,
    sources: sources.most,
    views: { shown, started, since: await readViewsSince(store) },
    leads: { count, delivered },
    leads_since: since === begin ? null : toIso(since),
    leads_kept_days: keptDays,
    used: await countUsed(store, since),
    delay: await readDelay(store),
    waiting: await readWaiting(store),
    upstreams: { contacts: await contactsState(store) },
  };
}

/**
 * The time since which no lead can have been removed for its age; undefined if that is the whole
 * period. A full hour, like the counts of forms: a lead is compared with the forms of its own hour.
 */
function wholeSince({ slots, now, keptDays }: OverviewOptions): number | undefined {
  const [first] = slots;
  if (!first || keptDays === undefined) return undefined;
  const keptFrom = now - keptDays * dayMs;
  return keptFrom > first.from ? Math.ceil(keptFrom / hourMs) * hourMs : undefined;
}

interface SlotCount {
  readonly state: string;
  readonly product: string;
  readonly locale: string | null;
  readonly source: string | null;
  readonly leads: number;
}

function countSlot(store: Store, { from, to }: Slot): Promise<SlotCount[]> {
  return store
    .selectFrom('leads')
    .select(({ fn }) => ['state', 'product', 'locale', 'source', fn.countAll<number>().as('leads')])
    .where('received_at', '>=', from)
    .where('received_at', '<', to)
    .groupBy(['state', 'product', 'locale', 'source'])
    .execute();
}

type ViewCount = Pick<FormViewTable, 'product' | 'language' | 'source' | 'shown' | 'started'>;

/** Forms of the hours that begin in a slot; in a zone with half an hour, they are off by that. */
async function countViews(store: Store, { from, to }: Slot): Promise<ViewCount[]> {
  const rows = await store
    .selectFrom('form_views')
    .select(({ fn }) => [
      'product',
      'language',
      'source',
      fn.sum<number | string>('shown').as('shown'),
      fn.sum<number | string>('started').as('started'),
    ])
    .where('hour', '>=', from)
    .where('hour', '<', to)
    .groupBy(['product', 'language', 'source'])
    .execute();
  return rows.map(({ product, language, source, shown, started }) => ({
    product,
    language,
    source,
    shown: Number(shown),
    started: Number(started),
  }));
}

async function readViewsSince(store: Store): Promise<string | null> {
  const first = await store
    .selectFrom('form_views')
    .select('hour')
    .orderBy('hour')
    .limit(1)
    .executeTakeFirst();
  return first ? toIso(first.hour) : null;
}

/** Promo codes of leads that were redeemed since then, by the index of sent ones. */
async function countUsed(store: Store, since: number): Promise<number> {
  const row = await store
    .selectFrom('redemptions')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    // A literal, as in the partial index: SQLite does not match parameters with it.
    .where('state', '=', sql.lit('redeemed' as const))
    .where('updated_at', '>=', since)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** From intake to contact, for the last leads that were delivered. */
async function readDelay(store: Store): Promise<Overview['delay']> {
  const rows = await store
    .selectFrom((query) =>
      query
        .selectFrom('lead_attempts')
        .select(['ref', 'at', 'state'])
        .where('attempt', '>', 0)
        .orderBy('id', 'desc')
        .limit(delaysOf)
        .as('last'),
    )
    .innerJoin('leads', 'leads.ref', 'last.ref')
    .select(sql<number>`last.at - leads.received_at`.as('ms'))
    .where('last.state', '=', 'delivered')
    .execute();
  const seconds = rows.map(({ ms }) => ms / 1000).toSorted((one, other) => one - other);
  const median = seconds[Math.floor(seconds.length / 2)];
  const slowest = seconds.at(-1);
  if (median === undefined || slowest === undefined) return null;
  return { median, slowest, of: seconds.length };
}

async function readWaiting(store: Store): Promise<Overview['waiting']> {
  const { due, oldest } = await store
    .selectFrom('leads')
    .select(({ fn }) => [
      fn.countAll<number>().as('due'),
      fn.min<number | null>('received_at').as('oldest'),
    ])
    .where('due_at', 'is not', null)
    .executeTakeFirstOrThrow();
  const { uses: unconfirmed, ...leads } = await countNeedsAttention(store);
  return {
    due,
    oldest_at: toIso(oldest),
    ...leads,
    unconfirmed,
    postbacks: await countGivenUp(store),
  };
}
