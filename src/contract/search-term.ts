/** What an owner searches people for. */
export interface SearchTerm {
  /** In lower case. */
  readonly text: string;
  /** Of a phone as people write it (`+62 812-3456`); empty where it is none. */
  readonly digits: string;
}

/** Shorter ones end nearly every phone. */
const endMin = 4;

/** Whether a phone has these digits, or ends with them but for the zero that is dialled first. */
export function hasDigits(phone: string, digits: string): boolean {
  if (phone.includes(digits)) return true;
  return digits.startsWith('0') && digits.length > endMin && phone.endsWith(digits.slice(1));
}

/** Undefined where nothing is searched for. */
export function searchTerm(search: string): SearchTerm | undefined {
  const text = search.trim().toLowerCase();
  if (text === '') return undefined;
  return { text, digits: /^[+\d\s().-]+$/.test(text) ? text.replace(/\D/g, '') : '' };
}
