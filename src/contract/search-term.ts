/** What an owner searches people for. */
export interface SearchTerm {
  /** In lower case. */
  readonly text: string;
  /** Of a phone as people write it (`+62 812-3456`); empty where it is none. */
  readonly digits: string;
}

/** Undefined where nothing is searched for. */
export function searchTerm(search: string): SearchTerm | undefined {
  const text = search.trim().toLowerCase();
  if (text === '') return undefined;
  return { text, digits: /^[+\d\s().-]+$/.test(text) ? text.replace(/\D/g, '') : '' };
}
