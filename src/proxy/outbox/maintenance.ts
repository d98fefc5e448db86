import { emptyLog, mayLogHoldDeleted } from '../../store/empty-log.ts';
import type { Store } from '../../store/store.ts';
import type { Log } from '../log.ts';
import type { PostbackStatuses } from '../postbacks/add-postback.ts';
import { removeOldViews } from '../views/remove-old-views.ts';
import { redateFutureUses, rescheduleFutureRows } from './clock-skew.ts';
import { applyRetention, type Retention } from './retention.ts';

export interface MaintenanceOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly log: Log;
  readonly retention: Retention;
  /** Which states of leads are reported to a tracker. */
  readonly postbacks?: PostbackStatuses | undefined;
  /** Removes a batch of other old rows. Resolves to whether there may be more. */
  readonly removeOthers?: ((now: number) => Promise<boolean>) | undefined;
}

/** How long after the last batch old rows are looked for again. */
const pauseMs = 10 * 60_000;
/** At most a batch a second: removing is in no hurry, and new leads are. */
const batchPauseMs = 1000;
/** How often a log is emptied of what was deleted: while that runs, nobody is answered. */
const emptyingPauseMs = 60 * 60_000;

/** Returns a function that does maintenance now and then, however often it is called. */
export function createMaintenance(options: MaintenanceOptions): () => Promise<void> {
  const {
    store,
    now,
    log,
    retention,
    postbacks,
    removeOthers = () => Promise.resolve(false),
  } = options;
  let doneAt = 0;
  let nextAt = 0;
  let emptiedAt = -Infinity;
  return async () => {
    // Earlier than the last run: the clock was set back since.
    if (now() >= doneAt && now() < nextAt) return;
    doneAt = now();
    nextAt = doneAt + pauseMs;
    const pulled = await rescheduleFutureRows(store, doneAt);
    if (pulled > 0) log.warn('outbox.pulled-forward', { pulled });
    const redated = await redateFutureUses(store, doneAt);
    if (redated > 0) log.warn('outbox.uses-redated', { redated });
    const isMore = await applyRetention(store, { now: now(), retention, postbacks });
    const areViewsMore = await removeOldViews(store, now());
    const areOthersMore = await removeOthers(now());
    if (isMore || areViewsMore || areOthersMore) nextAt = doneAt + batchPauseMs;
    else if (mayLogHoldDeleted(store) && Math.abs(now() - emptiedAt) >= emptyingPauseMs) {
      if (await emptyLog(store)) emptiedAt = now();
    }
  };
}
