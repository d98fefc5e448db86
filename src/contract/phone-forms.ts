import { isPhone } from './phone.ts';

/**
 * Country calling codes (ITU-T E.164, list of 2016 and its amendments). None is a prefix of
 * another, so a number has only one. Of the three-digit groups, all codes are taken, assigned or
 * not.
 */
const shortCodes =
  '1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 ' +
  '64 65 66 81 82 84 86 90 91 92 93 94 95 98';
const groups = '21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99';
const countryCodes: readonly string[] = [
  ...shortCodes.split(' '),
  ...groups.split(' ').flatMap((group) => Array.from('0123456789', (last) => group + last)),
];

/**
 * Other numbers that may reach the same telephone as this one (ASCII digits): with or without the
 * country code, with or without the leading zero of some countries. The country of a number without
 * a code is unknown, so all countries are here, which makes hundreds.
 */
export function phoneForms(phone: string): readonly string[] {
  const digits = phone.replace(/^0+/, '');
  const isInternational = phone.startsWith('00');
  const forms = [digits, `00${digits}`, ...localForms(phone, digits)];
  if (!isInternational) {
    forms.push(`0${digits}`, ...countryCodes.flatMap((code) => formsIn(code, digits)));
  }
  return [...new Set(forms)].filter((form) => form !== phone && isPhone(form));
}

/** Without the country code that a number begins with, unless it is a local number. */
function localForms(phone: string, digits: string): readonly string[] {
  if (/^0[^0]/.test(phone)) return [];
  const code = countryCodes.find((known) => digits.startsWith(known));
  if (code === undefined) return [];
  const local = digits.slice(code.length).replace(/^0+/, '');
  return [local, `0${local}`, ...formsIn(code, local)];
}

/** The zero is often kept after the code. */
function formsIn(code: string, local: string): readonly string[] {
  return [code + local, `${code}0${local}`, `00${code}${local}`];
}
