import type { Attribution, Touch } from '../../contract/attribution.ts';

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

/** The contract's bound; a longer value is left out, and the lead is not. */
const lengthMax = 2048;

export interface Visit {
  readonly url: URL;
  /** `document.referrer`. */
  readonly referrer: string;
  readonly now: number;
  /** Names of URL parameters, the first one present counts. */
  readonly clickIdParams: readonly string[];
}

/** What a page's URL tells of the way that the visitor came, or `undefined` where it tells none. */
export function captureTouch(visit: Visit): Touch | undefined {
  const { url, referrer, now } = visit;
  const touch: { -readonly [K in keyof Touch]: Touch[K] } = {};
  for (const name of utmParams) {
    const value = paramOf(url, name);
    if (value) touch[name] = value;
  }
  const source = visit.clickIdParams.find((name) => paramOf(url, name));
  if (source) {
    touch.click_id = paramOf(url, source);
    touch.click_id_source = source;
  }
  if (isElsewhere(referrer, url)) touch.referrer = referrer.slice(0, lengthMax);
  if (Object.keys(touch).length === 0) return undefined;
  return { at: new Date(now).toISOString(), ...touch };
}

/** What the page that is shown tells. */
export function touchOfPage(params: readonly string[] = clickIdParams): Touch | undefined {
  return captureTouch({
    url: new URL(location.href),
    referrer: document.referrer,
    now: Date.now(),
    clickIdParams: params,
  });
}

/** The present touch is the last one; it is the first one where none came before it. */
export function attributionOf(touch: Touch | undefined): Attribution | undefined {
  return touch && { first: touch, last: touch };
}

function paramOf(url: URL, name: string): string | undefined {
  const value = url.searchParams.get(name)?.trim();
  return value && value.length <= lengthMax ? value : undefined;
}

function isElsewhere(referrer: string, url: URL): boolean {
  return URL.canParse(referrer) && new URL(referrer).origin !== url.origin;
}
