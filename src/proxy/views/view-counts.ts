import { clickSource } from '../../contract/click-source.ts';
import { hourMs } from '../../contract/durations.ts';
import { viewLanguage, type ViewRequest, viewSteps } from '../../contract/view.ts';
import type { FormViewTable } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { delay } from '../delay.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** A form that was shown or begun. */
export interface View extends Omit<ViewRequest, 'product'> {
  /** A slug of the catalogue; empty while none was chosen. */
  readonly product: string;
}

export interface ViewCountsOptions {
  readonly store: Store;
  /** ms since 1970. */
  readonly now: () => number;
  readonly log: Log;
  readonly metrics?: Metrics | undefined;
  /** Resolves when what was counted meanwhile is to be written; two seconds later by itself. */
  readonly pause?: () => Promise<void>;
}

const pauseMs = 2000;
/** Rows of an hour that one server makes: more are a stranger's, who would fill the store. */
const rowsMax = 500;
/** What is counted past them, by product alone. */
const other = 'other';

/**
 * Counts forms that were shown and begun, in memory, and adds what came in a moment to the store
 * with one statement. Several servers add up. What cannot be written is lost: it is a count, and
 * no lead waits for it or fails by it.
 */
export class ViewCounts {
  readonly #options: ViewCountsOptions;
  /** Counted and not in the store yet, by their keys. */
  #rows = new Map<string, FormViewTable>();
  #hour = 0;
  /** Keys of this hour. */
  readonly #keys = new Set<string>();
  #isPausing = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: ViewCountsOptions) {
    this.#options = options;
  }

  add({ step, product, locale, attribution }: View): void {
    const { now, metrics, pause = () => delay(pauseMs) } = this.#options;
    metrics?.viewed(step);
    const hour = Math.floor(now() / hourMs) * hourMs;
    const language = viewLanguage(locale);
    const row = this.#rowOf({ hour, product, language, source: clickSource(attribution) });
    row[step] += 1;
    if (this.#isPausing) return;
    this.#isPausing = true;
    void pause().then(() => {
      this.#isPausing = false;
      return this.flush();
    });
  }

  /** Writes what was counted, at once. Never rejects. */
  flush(): Promise<void> {
    return (this.#writing = this.#writing.then(() => this.#write()));
  }

  #rowOf(place: Omit<FormViewTable, 'shown' | 'started'>): FormViewTable {
    if (place.hour !== this.#hour) this.#keys.clear();
    this.#hour = place.hour;
    let key = keyOf(place);
    let row = { ...place, shown: 0, started: 0 };
    if (!this.#keys.has(key) && this.#keys.size >= rowsMax) {
      row = { ...row, language: other, source: other };
      key = keyOf(row);
    } else this.#keys.add(key);
    const known = this.#rows.get(key);
    if (known) return known;
    this.#rows.set(key, row);
    return row;
  }

  async #write(): Promise<void> {
    if (this.#rows.size === 0) return;
    // In one order for all servers: no two wait for each other's rows in a circle.
    const rows = Array.from(this.#rows)
      .toSorted(([one], [another]) => (one < another ? -1 : 1))
      .map(([, row]) => row);
    this.#rows = new Map();
    const { store, log, metrics } = this.#options;
    try {
      await store
        .insertInto('form_views')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .columns(['hour', 'product', 'language', 'source'])
            .doUpdateSet(({ eb, ref }) => ({
              shown: eb('form_views.shown', '+', ref('excluded.shown')),
              started: eb('form_views.started', '+', ref('excluded.started')),
            })),
        )
        .execute();
    } catch (error) {
      for (const step of viewSteps) {
        metrics?.viewsLost(
          step,
          rows.reduce((sum, row) => sum + row[step], 0),
        );
      }
      log.warn('views.lost', { error });
    }
  }
}

function keyOf({ hour, product, language, source }: Omit<FormViewTable, 'shown' | 'started'>) {
  return [hour, product, language, source].join(' ');
}
