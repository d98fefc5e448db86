/** What an owner searches for. */
export interface SearchTerm {
  /** In lower case. */
  readonly text: string;
  /** The digits of a phone as people write it (`+62 812-3456`); empty if it is not a phone. */
  readonly digits: string;
}

/** Fewer digits are the end of nearly every phone. */
const endMin = 4;

/** Whether a phone has these digits, or ends with them without their leading zero. */
export function hasDigits(phone: string, digits: string): boolean {
  if (phone.includes(digits)) return true;
  return digits.startsWith('0') && digits.length > endMin && phone.endsWith(digits.slice(1));
}

/** Undefined for an empty search. */
export function searchTerm(search: string): SearchTerm | undefined {
  const text = search.trim().toLowerCase();
  if (text === '') return undefined;
  return { text, digits: /^[+\d\s().-]+$/.test(text) ? text.replace(/\D/g, '') : '' };
}
