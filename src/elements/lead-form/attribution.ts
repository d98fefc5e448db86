import type { Attribution, Touch } from '../../contract/attribution.ts';
import { isPrintable } from '../../contract/text.ts';

/** The URL parameters in which advertising networks and trackers pass their click id. */
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
 * The maximum of all values of a touch together, in UTF-16 units: with the rest of a lead they have
 * to fit into a body of 32 KiB. A value that does not fit is left out; the lead is still sent.
 */
const lengthMaxInAll = 1_000;

export interface Visit {
  /** The page's URL, then the URLs just before it. */
  readonly urls: readonly [here: string, ...before: string[]];
  /** `document.referrer`. */
  readonly referrer: string;
  readonly now: number;
  /** Names of URL parameters; the first one present counts. */
  readonly clickIdParams: readonly string[];
}

type Entry = readonly [name: keyof Touch, value: unknown];

/**
 * How the visitor came, from the page's URL; if that says nothing, from the URL before it, if it is
 * of the same site. `undefined` if none of them says anything.
 */
export function captureTouch(visit: Visit): Touch | undefined {
  const { urls, referrer, now } = visit;
  const origin = originOf(urls[0]);
  const found = [...urls, referrer]
    .filter((url) => originOf(url) === origin)
    .map((url) => entriesOf(new URL(url).searchParams, visit.clickIdParams))
    .find((entries) => entries.length > 0);
  const isElsewhere = ![origin, undefined].includes(originOf(referrer));
  const touch = toTouch([...(found ?? []), ['referrer', isElsewhere && referrer]]);
  return Object.keys(touch).length > 0 ? { ...timeOf(now), ...touch } : undefined;
}

/** A page that replaces its clock may have a time that no date can express. */
function timeOf(now: number): Pick<Touch, 'at'> {
  return Math.abs(now) < 8e15 ? { at: new Date(now).toISOString() } : {};
}

/** Which URL parameters to look in: a list of names, or an attribute's text. */
export interface ClickIdSource {
  readonly clickIdParams?: string | readonly string[] | undefined;
}

/**
 * The touch of the page that is shown now. The URL and the time are taken at once, the rest when
 * the function is called: a script of the page may have changed its address by then.
 */
export function touchOfNow(source: ClickIdSource): () => Touch | undefined {
  const { href } = location;
  const now = Date.now();
  return () => {
    // The document's URL before a script of the page removed the parameters from its address.
    const [navigation] = performance.getEntriesByType('navigation');
    const urls = [href, navigation?.name ?? ''] as const;
    const params = String(source.clickIdParams ?? clickIdParams).split(/[\s,]+/);
    return captureTouch({ urls, referrer: document.referrer, now, clickIdParams: params });
  };
}

/** A touch with the values that can be kept: printable texts, as many as fit. */
export function toTouch(entries: Iterable<Entry>): Touch {
  const touch: { -readonly [K in keyof Touch]: Touch[K] } = {};
  let left = lengthMaxInAll;
  for (const [name, value] of entries) {
    if (typeof value !== 'string' || !value || value.length > left || !isPrintable(value)) continue;
    left -= value.length;
    touch[name] = value;
  }
  return touch;
}

/** An own property only: a polluted `Object.prototype` would redirect the commission for a lead. */
export function clickIdOf(from: Pick<Touch, 'click_id'> | undefined): string | undefined {
  return from && Object.hasOwn(from, 'click_id') ? from.click_id : undefined;
}

/** The present touch is the last one, and also the first if none came before it. */
export function attributionOf(
  last: Touch | undefined,
  first: Touch | undefined = last,
): Attribution | undefined {
  return first && { first, last };
}

/** The click id comes first: if only one value fits, it is that one. */
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
