import { reservedBelow, reservedForAlert } from '../src/elements/lead-form/reserved-text.ts';
import type { LeadFormMessages, Locale } from '../src/elements/locales/messages.ts';

/** English has the other texts in a table of their own; no space is reserved for those. */
type Texts = Pick<Locale, 'promoCode'> & { readonly leadForm: Partial<LeadFormMessages> };

const fields = ['first_name', 'last_name', 'product', 'phone'] as const;

/**
 * A style sheet to be loaded after `lead-form.css`: the invisible texts that reserve space in the
 * plain form, in a language other than English, so that it is as large as the form that replaces
 * it.
 */
export function plainFormReservedText(lang: string, { leadForm, promoCode }: Texts): string {
  const texts = {
    lang,
    get: (key: keyof LeadFormMessages, values: Readonly<Record<string, string>> = {}) =>
      String(leadForm[key]).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''),
  };
  const reserved = [
    ...fields.map((name) => [labelOf(name), reservedBelow(name, texts)] as const),
    [labelOf('promo_code'), promoCode.unchecked] as const,
    ["> label:has([type='checkbox'])", reservedBelow('consent', texts)] as const,
    ['&', reservedForAlert(texts)] as const,
  ];
  const rules = reserved.map(([selector, text]) => `${selector}::after{content:${quote(text)}}`);
  return `lead-form>form{${rules.join('')}}\n`;
}

function labelOf(name: string): string {
  return `> label:has([name='${name}'])`;
}

/** A CSS string; none of our texts has a backslash. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
