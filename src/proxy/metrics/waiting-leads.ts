import {
  answeredStates,
  type LeadState,
  leadStates,
  unsentStates,
} from '../../contract/lead-states.ts';
import type { Store } from '../../store/store.ts';
import type { Family } from './exposition.ts';

/**
 * Leads pile up in the other states: counting those takes longer with every lead there ever was.
 */
const waiting: readonly LeadState[] = leadStates.filter((state) => !answeredStates.includes(state));
const unsent: ReadonlySet<LeadState> = new Set(unsentStates);

/**
 * A count is good for this many times as long as it took, up to a maximum: after an outage there is
 * much to count, and anybody may ask. If it takes no time, each request counts again.
 */
const goodForTimes = 20;
const goodForMsMax = 2000;

interface Counted {
  readonly families: readonly Family[];
  /** ms since 1970: when it was counted, and until when it is good. */
  readonly at: number;
  readonly until: number;
}

/**
 * Leads that wait for an upstream or for a person, of all servers on the store. However many
 * requests come, one query at a time counts them, and none while the last count is good.
 */
export class WaitingLeads {
  readonly #store: Store;
  readonly #now: () => number;
  #counted: Counted | undefined;
  #counting: Promise<readonly Family[]> | undefined;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Throws if the store does not answer. */
  async families(): Promise<readonly Family[]> {
    const now = this.#now();
    // The clock may have been set back.
    if (this.#counted && now >= this.#counted.at && now < this.#counted.until) {
      return this.#counted.families;
    }
    this.#counting ??= this.#count();
    return this.#counting;
  }

  async #count(): Promise<readonly Family[]> {
    const at = this.#now();
    try {
      const families = await countWaiting(this.#store, at);
      const ended = this.#now();
      const goodForMs = Math.min(goodForMsMax, (ended - at) * goodForTimes);
      this.#counted = { at, until: ended + goodForMs, families };
      return families;
    } finally {
      this.#counting = undefined;
    }
  }
}

async function countWaiting(store: Store, now: number): Promise<readonly Family[]> {
  const rows = await store
    .selectFrom('leads')
    .select(({ fn }) => [
      'state',
      fn.countAll<number>().as('count'),
      fn.min('received_at').as('oldest'),
    ])
    .where('state', 'in', waiting)
    .groupBy('state')
    .execute();
  const queue = rows.filter(({ state }) => unsent.has(state));
  const oldest = Math.min(now, ...queue.map((row) => row.oldest));
  const countOf = (state: LeadState): number => rows.find((row) => row.state === state)?.count ?? 0;
  return [
    {
      name: 'promo_lead_leads',
      type: 'gauge',
      help: 'Leads that wait for the upstream or for a person, by state.',
      samples: waiting.map((state) => ({ labels: { state }, value: countOf(state) })),
    },
    {
      name: 'promo_lead_outbox_depth',
      type: 'gauge',
      help: 'Leads that are on their way to the upstream.',
      samples: [{ value: queue.reduce((sum, { count }) => sum + count, 0) }],
    },
    {
      name: 'promo_lead_outbox_oldest_seconds',
      type: 'gauge',
      help: 'Age of the oldest of them.',
      samples: [{ value: (now - oldest) / 1000 }],
    },
  ];
}
