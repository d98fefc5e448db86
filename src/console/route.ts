/** A page of the console, such as `#/leads/REF?state=held`. */
export interface Route {
  readonly page: Page;
  /** The subject of the page: a lead's ref. */
  readonly subject: string | undefined;
  readonly query: URLSearchParams;
}
export const pages = ['overview', 'leads', 'codes', 'contacts', 'audit', 'setUp'] as const;
export type Page = (typeof pages)[number];

export function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [name = '', subject = ''] = path.split('/').map(decoded);
  const page = pages.find((known) => known === name) ?? 'overview';
  return { page, subject: subject === '' ? undefined : subject, query: new URLSearchParams(query) };
}

/** The `href` of a page. */
export function hrefOf(
  page: Page,
  { subject, query = {} }: { subject?: string; query?: Readonly<Record<string, string>> } = {},
): string {
  const given = Object.entries(query).filter(([, value]) => value !== '');
  const path = subject === undefined ? page : `${page}/${encodeURIComponent(subject)}`;
  return given.length === 0 ? `#/${path}` : `#/${path}?${new URLSearchParams(given).toString()}`;
}

/** Puts what a page shows into its address, for a reload, a bookmark and the way back. */
export function rememberQuery(page: Page, query: Readonly<Record<string, string>>): void {
  history.replaceState(null, '', hrefOf(page, { query }));
}

let lastList = { query: new URLSearchParams(), refs: [] as readonly string[] };

/** The list of leads that was shown last, which a lead's page leads back to. */
export function rememberList(query: URLSearchParams, refs: readonly string[]): void {
  lastList = { query, refs };
}

/** The `href` of the list of leads that was shown last. */
export function hrefOfLastList(): string {
  return hrefOf('leads', { query: Object.fromEntries(lastList.query) });
}

/** Where somebody was in a list of leads. */
export interface Place {
  /** How many leads were shown. */
  readonly count: number;
  /** The lead whose page was opened, and those after it. */
  readonly refs: readonly string[];
}

/** The place in a list for who comes back from a lead's page; undefined in another list. */
export function placeInList(query: URLSearchParams, ref: string | undefined): Place | undefined {
  const { query: last, refs } = lastList;
  const at = refs.findIndex((each) => each === ref);
  if (at === -1 || query.toString() !== last.toString()) return undefined;
  return { count: refs.length, refs: refs.slice(at) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
