import { emptyLog, mayLogHoldDeleted } from '../../store/empty-log.ts';
import type { Store } from '../../store/store.ts';
import type { Log } from '../log.ts';
import type { PostbackStatuses } from '../postbacks/add-postback.ts';
import { removeOldViews } from '../views/remove-old-views.ts';
import { pullForward, redateUses } from './far-off.ts';
import { removeOutdated, type Retention } from './retention.ts';

export interface UpkeepOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly log: Log;
  readonly retention: Retention;
  /** Which ends of leads a tracker is told of. */
  readonly postbacks?: PostbackStatuses | undefined;
  /** What else is to be done, a batch at a time; answers whether there may be more. */
  readonly removeOthers?: ((now: number) => Promise<boolean>) | undefined;
}

/** How long after the last batch the next look for what is outdated comes. */
const pauseMs = 10 * 60_000;
/** A batch a second while there is one: what goes is in no hurry, and what comes in is. */
const batchPauseMs = 1000;
/** How often a log is emptied of what was deleted: meanwhile nobody is answered. */
const emptyingPauseMs = 60 * 60_000;

/** Does, now and then and however often it is called, what no lead waits for. */
export function createUpkeep(options: UpkeepOptions): () => Promise<void> {
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
    // Before the last time: the clock was set back since.
    if (now() >= doneAt && now() < nextAt) return;
    doneAt = now();
    nextAt = doneAt + pauseMs;
    const pulled = await pullForward(store, doneAt);
    if (pulled > 0) log.warn('outbox.pulled-forward', { pulled });
    const redated = await redateUses(store, doneAt);
    if (redated > 0) log.warn('outbox.uses-redated', { redated });
    const isMore = await removeOutdated(store, { now: now(), retention, postbacks });
    const areViewsMore = await removeOldViews(store, now());
    const areOthersMore = await removeOthers(now());
    if (isMore || areViewsMore || areOthersMore) nextAt = doneAt + batchPauseMs;
    else if (mayLogHoldDeleted(store) && Math.abs(now() - emptiedAt) >= emptyingPauseMs) {
      if (await emptyLog(store)) emptiedAt = now();
    }
  };
}
