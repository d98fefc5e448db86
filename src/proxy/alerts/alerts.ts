import type { Store } from '../../store/store.ts';
import type { Log } from '../log.ts';
import type { PostbackStatuses } from '../postbacks/add-postback.ts';
import { isLeaseFree } from '../shared/free-lease.ts';
import { alertText } from './alert-text.ts';
import { newsOf, readTold, type Told } from './news.ts';
import { readReason, readWhatWaits, type WhatWaits } from './what-waits.ts';

export interface AlertsOptions {
  readonly store: Store;
  /** Which server it is, for who has several. */
  readonly server: string;
  /** Which ends a tracker is told of; undefined where there is none. */
  readonly postbacks?: PostbackStatuses | undefined;
  /** Throws where the owner was not reached. Ends well before the lease. */
  readonly send: (text: string) => Promise<void>;
  /** ms since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** Who died in mid-call, or reached nobody, holds the others up no longer. */
const leaseMs = 60_000;
const channel = 'webhook';

/**
 * Tells the owner what waits for a person, and what could not be sent for long. Of several servers
 * one tells it; where it dies meanwhile, it may be told twice, and is never told not at all.
 */
export class Alerts {
  readonly #options: AlertsOptions;

  constructor(options: AlertsOptions) {
    this.#options = options;
  }

  /** Looks, and tells what is new. Throws where the store does not answer. */
  async look(): Promise<void> {
    const { store, now, log, send, postbacks } = this.#options;
    const waits = await readWhatWaits(store, postbacks, now());
    const before = await this.#read();
    const news = newsOf(waits, before.told, now());
    if (!news.isNew) return this.#keep(news.told, before.text);
    const lease = await this.#claim(before.text);
    if (lease === undefined) return;
    try {
      await send(await this.#write(waits, news.isOver));
    } catch (error) {
      // Tried again when the lease has run out.
      log.warn('alert.failed', { error });
      return;
    }
    log.info('alert.sent', { ...waits });
    await this.#release(news.told, lease);
  }

  async #write(waits: WhatWaits, isOver: boolean): Promise<string> {
    const { store, server } = this.#options;
    const reasons = {
      held: waits.held > 0 ? await readReason(store, 'held') : undefined,
      late: waits.late > 0 ? await readReason(store, 'late') : undefined,
    };
    return alertText({ server, waits, reasons, isOver });
  }

  async #read(): Promise<{ readonly told: Told; readonly text: string }> {
    const row = await this.#options.store
      .selectFrom('alerts')
      .select('told')
      .where('channel', '=', channel)
      .executeTakeFirst();
    const text = row?.told ?? '{}';
    return { told: readTold(text), text };
  }

  /** What was seen to since: then as many anew are news. */
  async #keep(told: Told, before: string): Promise<void> {
    const text = JSON.stringify(told);
    if (text === before) return;
    await this.#options.store
      .updateTable('alerts')
      .set({ told: text })
      .where('channel', '=', channel)
      .where('told', '=', before)
      .execute();
  }

  /** Until when the lease is ours; undefined where another tells it, or has. */
  async #claim(before: string): Promise<number | undefined> {
    const { store, now } = this.#options;
    const leaseUntil = now() + leaseMs;
    const claimed = await store
      .insertInto('alerts')
      .values({ channel, told: before, lease_until: leaseUntil })
      .onConflict((conflict) =>
        conflict
          .column('channel')
          .doUpdateSet({ lease_until: leaseUntil })
          .where('alerts.told', '=', before)
          .where(isLeaseFree('alerts', now(), leaseMs)),
      )
      .returning('channel')
      .executeTakeFirst();
    return claimed && leaseUntil;
  }

  async #release(told: Told, leaseUntil: number): Promise<void> {
    await this.#options.store
      .updateTable('alerts')
      .set({ told: JSON.stringify(told), lease_until: null })
      .where('channel', '=', channel)
      .where('lease_until', '=', leaseUntil)
      .execute();
  }
}
