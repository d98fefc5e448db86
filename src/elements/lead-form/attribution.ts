import type { Attribution, Touch } from '../../contract/attribution.ts';
import { isPrintable } from '../../contract/text.ts';

/** Under which names advertising networks and trackers put their click id into a URL. */
export const clickIdParams: readonly string[] = [
  'click_id',
  'clickid',
  'subid',
  'sub_id1',
  'cnv_id',
  'gclid',
  'fbclid',
  'ttclid',
  'msclkid',
];

const utmParams = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;

/**
 * Of all values of a touch together, in UTF-16 units: with the rest of a lead they have to fit
 * into a body of 32 KiB. What finds no room is left out, and the lead is not.
 */
const roomMax = 1_000;

export interface Visit {
  /** Where the visitor is, then where the visitor was just before. */
  readonly urls: readonly [here: string, ...before: string[]];
  /** `document.referrer`. */
  readonly referrer: string;
  readonly now: number;
  /** Names of URL parameters, the first one present counts. */
  readonly clickIdParams: readonly string[];
}

type Entry = readonly [name: keyof Touch, value: unknown];

/**
 * What the page's URL tells of the way that the visitor came; where it tells nothing, the URL
 * before it, if that is of the same site. `undefined` where none tells anything.
 */
export function captureTouch(visit: Visit): Touch | undefined {
  const { urls, referrer, now } = visit;
  const origin = originOf(urls[0]);
  const told = [...urls, referrer]
    .filter((url) => originOf(url) === origin)
    .map((url) => entriesOf(new URL(url).searchParams, visit.clickIdParams))
    .find((entries) => entries.length > 0);
  const isElsewhere = ![origin, undefined].includes(originOf(referrer));
  const touch = toTouch([...(told ?? []), ['referrer', isElsewhere && referrer]]);
  return Object.keys(touch).length > 0 ? { ...timeOf(now), ...touch } : undefined;
}

/** A page that sets its clock by hand may have none that can be told. */
function timeOf(now: number): Pick<Touch, 'at'> {
  return Math.abs(now) < 8e15 ? { at: new Date(now).toISOString() } : {};
}

/** What says in which parameters of a URL to look, as a list of names or as an attribute has it. */
export interface ClickIdSource {
  readonly clickIdParams?: string | readonly string[] | undefined;
}

/**
 * What the page tells that is shown now. It is read when it is asked for, once the page is at rest;
 * a script of the page's may have changed its address by then, and what the source says.
 */
export function touchOfNow(source: ClickIdSource): () => Touch | undefined {
  const { href } = location;
  const now = Date.now();
  return () => {
    // Where the document was before a script of the page took the parameters out of its address.
    const [navigation] = performance.getEntriesByType('navigation');
    const urls = [href, navigation?.name ?? ''] as const;
    const params = String(source.clickIdParams ?? clickIdParams).split(/[\s,]+/);
    return captureTouch({ urls, referrer: document.referrer, now, clickIdParams: params });
  };
}

/** A touch of what can be kept: texts that can be shown, as far as there is room for them. */
export function toTouch(entries: Iterable<Entry>): Touch {
  const touch: { -readonly [K in keyof Touch]: Touch[K] } = {};
  let room = roomMax;
  for (const [name, value] of entries) {
    if (typeof value !== 'string' || !value || value.length > room || !isPrintable(value)) continue;
    room -= value.length;
    touch[name] = value;
  }
  return touch;
}

/** Its own: by a polluted `Object.prototype`, the commission for a lead would go elsewhere. */
export function clickIdOf(from: Pick<Touch, 'click_id'> | undefined): string | undefined {
  return from && Object.hasOwn(from, 'click_id') ? from.click_id : undefined;
}

/** The present touch is the last one; it is the first one where none came before it. */
export function attributionOf(
  last: Touch | undefined,
  first: Touch | undefined = last,
): Attribution | undefined {
  return first && { first, last };
}

/** The click id first: where there is room for one thing only, it is that. */
function entriesOf(search: URLSearchParams, params: readonly string[]): Entry[] {
  const valueOf = (name: string): string | undefined => search.get(name)?.trim();
  const source = params.find(valueOf);
  const entries: Entry[] = utmParams.map((name) => [name, valueOf(name)]);
  if (source) entries.unshift(['click_id', valueOf(source)], ['click_id_source', source]);
  return entries.filter(([, value]) => value);
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
