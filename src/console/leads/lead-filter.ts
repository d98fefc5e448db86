import type { LeadState } from '../../contract/lead-states.ts';
import type { OwnerLeadQuery } from '../../contract/owner/leads.ts';
import { offsetAt } from '../parts/time-zone.ts';

/**
 * The query for the list of leads, from the parameters of a page's address. What cannot be read is
 * passed on for the server to refuse: without it, a list, a file or an action would be of more
 * leads.
 */
export function filterOf(query: URLSearchParams): OwnerLeadQuery {
  const given = new Map([...query].filter(([, value]) => value !== ''));
  const text = (name: string): string | undefined => given.get(name);
  return {
    state: text('state') as LeadState | undefined,
    product: text('product'),
    source: text('source'),
    search: text('search'),
    from: instantOf(text('from'), 0),
    to: instantOf(text('to'), 1),
  };
}

/** The values of a form as parameters of an address, without empty ones. */
export function queryOf(form: HTMLFormElement): URLSearchParams {
  const fields = Array.from(new FormData(form), ([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : '',
  ]);
  return new URLSearchParams(fields.filter(([, value]) => value !== ''));
}

/**
 * The local midnight at which a day begins, or the one so many days later. With the local offset,
 * so that the server can name a file by the days.
 */
function instantOf(date: string | undefined, daysLater: number): string | undefined {
  const day = date === undefined ? undefined : dayOf(date);
  if (day === undefined) return date;
  const midnight = new Date(day.getFullYear(), day.getMonth(), day.getDate() + daysLater);
  // A year of five digits is none in ISO 8601.
  if (midnight.getFullYear() > 9999) return `9999-12-31T23:59:59${offsetAt(midnight)}`;
  const aheadMs = -midnight.getTimezoneOffset() * 60_000;
  const clock = new Date(midnight.getTime() + aheadMs).toISOString().slice(0, 19);
  return clock + offsetAt(midnight);
}

/** The day of a date that there is; undefined for any other text. */
function dayOf(date: string): Date | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date)?.slice(1).map(Number);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0] = parts;
  const found = new Date(year, month - 1, day);
  const isThere = found.getFullYear() === year && found.getMonth() === month - 1;
  return isThere && found.getDate() === day ? found : undefined;
}
