import type { Attribution, Touch } from './attribution.ts';

/**
 * Where clicks come from, by names in `utm_source` or in a referrer's host, and by click ids that
 * only one advertiser gives. A closed list: what is counted unencrypted must not be able to hold a
 * person's name.
 */
const names: Readonly<Record<string, readonly string[]>> = {
  google: ['google', 'adwords', 'googleads', 'gclid', 'gbraid', 'wbraid', 'dclid'],
  facebook: ['facebook', 'fb', 'meta', 'fbclid'],
  instagram: ['instagram', 'ig'],
  tiktok: ['tiktok', 'ttclid'],
  youtube: ['youtube'],
  yandex: ['yandex', 'ya', 'yclid'],
  vk: ['vk', 'vkontakte'],
  telegram: ['telegram', 'tg'],
  whatsapp: ['whatsapp', 'wa'],
  microsoft: ['microsoft', 'bing', 'msclkid'],
  x: ['x', 'twitter', 'twclid'],
  pinterest: ['pinterest'],
  linkedin: ['linkedin', 'li_fat_id'],
  snapchat: ['snapchat'],
  taboola: ['taboola'],
  outbrain: ['outbrain'],
  mgid: ['mgid'],
  propellerads: ['propellerads'],
  email: ['email', 'mail', 'newsletter'],
  sms: ['sms'],
};

/** An affiliate's tracker: there is its click id, but not where the click came from. */
const tracker = 'tracker';

/** All results of {@link clickSource} except `other` and `direct`. */
export const clickSources: readonly string[] = [...Object.keys(names), tracker];

const sourceByName: ReadonlyMap<string, string> = new Map(
  Object.entries(names).flatMap(([source, known]) => known.map((name) => [name, source])),
);

/** `google`, …, `tracker`; `other` for an unknown source, `direct` for none. */
export function clickSource({ first, last }: Attribution = {}): string {
  for (const touch of [last, first]) {
    const source = touch && sourceOfTouch(touch);
    if (source !== undefined) return source;
  }
  return 'direct';
}

function sourceOfTouch({ utm_source, click_id_source, referrer }: Touch): string | undefined {
  const named = utm_source?.trim().toLowerCase() ?? '';
  if (named !== '') return sourceByName.get(named) ?? 'other';
  const advertiser = sourceByName.get(click_id_source?.toLowerCase() ?? '');
  if (advertiser !== undefined) return advertiser;
  const site = referrer === undefined ? undefined : sourceOfSite(referrer);
  const isUnknown = site === undefined || site === 'other';
  return isUnknown && click_id_source ? tracker : site;
}

function sourceOfSite(referrer: string): string | undefined {
  if (!URL.canParse(referrer)) return undefined;
  const labels = new URL(referrer).hostname.split('.');
  return labels.map((label) => sourceByName.get(label)).find(Boolean) ?? 'other';
}
