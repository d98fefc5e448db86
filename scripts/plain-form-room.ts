import { roomBelow, roomOfAlert } from '../src/elements/lead-form/room.ts';
import type { LeadFormMessages, Locale } from '../src/elements/locales/messages.ts';

/** English has the rest in a table of its own, and none of it keeps room. */
type Texts = Pick<Locale, 'promoCode'> & { readonly leadForm: Partial<LeadFormMessages> };

const fields = ['first_name', 'last_name', 'product', 'phone'] as const;

/**
 * A style sheet that follows `lead-form.css`: the texts that keep their room unseen in the plain
 * form, in another language than English, so that the form is as large as what takes its place.
 */
export function plainFormRoom(lang: string, { leadForm, promoCode }: Texts): string {
  const texts = {
    lang,
    get: (key: keyof LeadFormMessages, values: Readonly<Record<string, string>> = {}) =>
      String(leadForm[key]).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''),
  };
  const rooms = [
    ...fields.map((name) => [labelOf(name), roomBelow(name, texts)] as const),
    [labelOf('promo_code'), promoCode.unchecked] as const,
    ["> label:has([type='checkbox'])", roomBelow('consent', texts)] as const,
    ['&', roomOfAlert(texts)] as const,
  ];
  const rules = rooms.map(([place, text]) => `${place}::after{content:${quote(text)}}`);
  return `lead-form>form{${rules.join('')}}\n`;
}

function labelOf(name: string): string {
  return `> label:has([name='${name}'])`;
}

/** In CSS; no text of ours has a backslash. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
