import type { Attribution, Touch } from './attribution.ts';

/** Click ids that one advertiser alone gives, by their URL parameters. */
const advertisers: ReadonlyMap<string, string> = new Map([
  ['gclid', 'google'],
  ['gbraid', 'google'],
  ['wbraid', 'google'],
  ['dclid', 'google'],
  ['fbclid', 'facebook'],
  ['ttclid', 'tiktok'],
  ['msclkid', 'microsoft'],
  ['yclid', 'yandex'],
  ['twclid', 'x'],
  ['li_fat_id', 'linkedin'],
]);

/** One word, with a letter: a phone or an address that somebody put there is none. */
const word = /^(?=.*[a-z])[a-z0-9][a-z0-9._-]{0,31}$/;
const manyDigits = /\d{6}/;

/**
 * Which advertiser or site a click came from, in one word that tells nothing of the person:
 * `utm_source`, else whose click id it is, else the host of the page before. `direct` for none.
 */
export function clickSource({ first, last }: Attribution = {}): string {
  for (const touch of [last, first]) {
    const source = touch && sourceOfTouch(touch);
    if (source !== undefined) return source;
  }
  return 'direct';
}

function sourceOfTouch({ utm_source, click_id_source, referrer }: Touch): string | undefined {
  const named = utm_source?.trim().toLowerCase();
  if (named !== undefined && named !== '') return isWord(named) ? named : 'other';
  const advertiser = advertisers.get(click_id_source?.toLowerCase() ?? '');
  if (advertiser !== undefined) return advertiser;
  if (referrer === undefined || !URL.canParse(referrer)) return undefined;
  const host = new URL(referrer).hostname.replace(/^www\./, '');
  return isWord(host) ? host : 'other';
}

function isWord(text: string): boolean {
  return word.test(text) && !manyDigits.test(text);
}
