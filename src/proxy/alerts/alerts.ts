import type { Store } from '../../store/store.ts';
import type { Log } from '../log.ts';
import type { PostbackStatuses } from '../postbacks/add-postback.ts';
import { isLeaseFree } from '../shared/free-lease.ts';
import { type AlertCounts, readAlertCounts, readReason } from './alert-counts.ts';
import { diffAlerts, type LastAlerts, parseLastAlerts } from './alert-diff.ts';
import { alertText } from './alert-text.ts';

export interface AlertsOptions {
  readonly store: Store;
  /** The name of this server, for owners of several. */
  readonly server: string;
  /** Which states are reported to a tracker; undefined if there is no tracker. */
  readonly postbacks?: PostbackStatuses | undefined;
  /** Throws if the owner was not reached. Ends well before the lease. */
  readonly send: (text: string) => Promise<void>;
  /** ms since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** A server that died in mid-call, or whose message failed, holds the others up no longer. */
const leaseMs = 60_000;
const channel = 'webhook';

/**
 * Alerts the owner to what needs attention, and to what could not be sent for long. Of several
 * servers one sends the message. If it dies in between, the owner may be alerted twice, but never
 * not at all.
 */
export class Alerts {
  readonly #options: AlertsOptions;

  constructor(options: AlertsOptions) {
    this.#options = options;
  }

  /** Sends an alert if there is something new. Throws if the store does not answer. */
  async check(): Promise<void> {
    const { store, now, log, send, postbacks } = this.#options;
    const counts = await readAlertCounts(store, postbacks, now());
    const before = await this.#read();
    const { isNew, isOver, next } = diffAlerts(counts, before.last, now());
    if (!isNew) return this.#keep(next, before.text);
    const lease = await this.#claim(before.text);
    if (lease === undefined) return;
    try {
      await send(await this.#write(counts, isOver));
    } catch (error) {
      // Retried when the lease has run out.
      log.warn('alert.failed', { error });
      return;
    }
    log.info('alert.sent', { ...counts });
    await this.#release(next, lease);
  }

  async #write(counts: AlertCounts, isOver: boolean): Promise<string> {
    const { store, server } = this.#options;
    const reasons = {
      held: counts.held > 0 ? await readReason(store, 'held') : undefined,
      late: counts.late > 0 ? await readReason(store, 'late') : undefined,
    };
    return alertText({ server, counts, reasons, isOver });
  }

  async #read(): Promise<{ readonly last: LastAlerts; readonly text: string }> {
    const row = await this.#options.store
      .selectFrom('alerts')
      .select('told')
      .where('channel', '=', channel)
      .executeTakeFirst();
    const text = row?.told ?? '{}';
    return { last: parseLastAlerts(text), text };
  }

  /** Stores that some were handled since, so that as many new ones are worth an alert again. */
  async #keep(last: LastAlerts, before: string): Promise<void> {
    const text = JSON.stringify(last);
    if (text === before) return;
    await this.#options.store
      .updateTable('alerts')
      .set({ told: text })
      .where('channel', '=', channel)
      .where('told', '=', before)
      .execute();
  }

  /** Returns until when the lease is ours; undefined if another server sends the alert, or has. */
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

  async #release(last: LastAlerts, leaseUntil: number): Promise<void> {
    await this.#options.store
      .updateTable('alerts')
      .set({ told: JSON.stringify(last), lease_until: null })
      .where('channel', '=', channel)
      .where('lease_until', '=', leaseUntil)
      .execute();
  }
}
