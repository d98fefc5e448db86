import type { Touch } from '../../contract/attribution.ts';
import { dayMs } from '../../contract/durations.ts';
import { attempt } from '../shared/attempt.ts';
import { isOff } from '../shared/is-off.ts';
import { clickIdOf, toTouch } from './attribution.ts';

/** For how long touches are kept: for this visit, or this many days. */
export type Term = 'visit' | number;

/** Where touches are kept. Every access may throw: the browser may deny it, or be out of space. */
export interface TouchStorages {
  readonly visit: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly days: TouchStorages['visit'];
}

const key = 'promo-lead:touches';
const daysMax = 365;
/** More than three touches need; a longer text is not ours. */
const textLengthMax = 20_000;

const touchFields = [
  'click_id',
  'click_id_source',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'referrer',
] as const;

/** The term that `remember` sets; `undefined`, to keep nothing, if it is not set. */
export function termOf(remember: string | number | boolean | null | undefined): Term | undefined {
  if (isOff(remember)) return undefined;
  const days = Number.parseFloat(String(remember));
  return Number.isFinite(days) ? Math.min(Math.max(days, 1), daysMax) : 'visit';
}

/**
 * Remembers how a visitor came, across the pages of a site.
 *
 * It keeps the first touch, the last one, and the last one with a click id: a later visit by a
 * plain link does not erase the advertisement that led here. Touches are kept in one storage, and
 * at most for the term. They are read with care: any script may have written the text.
 */
export class TouchMemory {
  readonly #storages: TouchStorages;
  readonly #now: () => number;

  constructor(storages: TouchStorages = storagesOfPage, now: () => number = Date.now) {
    this.#storages = storages;
    this.#now = now;
  }

  /** Adds the touches of this page to the earlier ones. Returns those of them that are kept. */
  remember(touches: readonly Touch[], term: Term): readonly Touch[] {
    const kept = condense([...this.#read('days', term), ...this.#read('visit', term), ...touches]);
    const place = term === 'visit' ? term : 'days';
    if (kept.length > 0) {
      attempt(() => this.#storages[place]().setItem(key, JSON.stringify(kept)));
      this.#remove(place === 'visit' ? 'days' : 'visit');
    } else this.forget();
    return kept;
  }

  forget(): void {
    this.#remove('visit');
    this.#remove('days');
  }

  #remove(place: keyof TouchStorages): void {
    attempt(() => this.#storages[place]().removeItem(key));
  }

  #read(place: keyof TouchStorages, term: Term): readonly Touch[] {
    const text = attempt(() => this.#storages[place]().getItem(key));
    const ageMaxMs = (term === 'visit' ? daysMax : term) * dayMs;
    return readTouches(text ?? '').filter(
      // A touch from the future was dated by a clock that was ahead.
      ({ at = '' }) => Math.abs(this.#now() - Date.parse(at)) <= ageMaxMs,
    );
  }
}

const storagesOfPage: TouchStorages = { visit: () => sessionStorage, days: () => localStorage };

/** The touches in a text; none if we did not write it. Never throws. */
export function readTouches(text: string): readonly Touch[] {
  const list = text.length > textLengthMax ? undefined : attempt((): unknown => JSON.parse(text));
  return Array.isArray(list) ? list.flatMap(readTouch) : [];
}

function readTouch(value: unknown): readonly Touch[] {
  // Own properties only: a page's prototypes may be polluted.
  const fields = new Map<string, unknown>(Object.entries(value ?? {}));
  const time = fields.get('at');
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  const touch = toTouch(touchFields.map((name) => [name, fields.get(name)]));
  const isWhole = at >= 0 && Object.keys(touch).length > 0;
  return isWhole ? [{ at: new Date(at).toISOString(), ...touch }] : [];
}

/** The first, the last with a click id, and the last, in their order. */
function condense(touches: readonly Touch[]): readonly Touch[] {
  const clicked = touches.findLast(clickIdOf);
  const kept = new Set([touches[0], clicked, touches.at(-1)]);
  return touches.filter((touch) => kept.has(touch));
}
