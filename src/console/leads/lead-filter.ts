import { leadStates } from '../../contract/lead-states.ts';
import type { OwnerLeadQuery } from '../../contract/owner/leads.ts';
import { offsetAt } from '../parts/time-zone.ts';

/** What the parameters of a page's address ask of the list of leads. */
export function filterOf(query: URLSearchParams): OwnerLeadQuery {
  const text = (name: string): string | undefined => query.get(name) ?? undefined;
  return {
    state: leadStates.find((state) => state === text('state')),
    product: text('product'),
    source: text('source'),
    search: text('search'),
    from: instantOf(text('from'), 0),
    to: instantOf(text('to'), 1),
  };
}

/** What stands in a form, as parameters of an address; what is left empty asks for nothing. */
export function queryOf(form: HTMLFormElement): URLSearchParams {
  const fields = Array.from(new FormData(form), ([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : '',
  ]);
  return new URLSearchParams(fields.filter(([, value]) => value !== ''));
}

/**
 * The midnight at which a day begins here, or the one so many days later: on the clock of here, so
 * that the server can name a file by the days.
 */
function instantOf(date: string | undefined, daysLater: number): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date ?? '') ?? [];
  if (year === undefined) return undefined;
  const midnight = new Date(Number(year), Number(month) - 1, Number(day) + daysLater);
  const aheadMs = -midnight.getTimezoneOffset() * 60_000;
  const clock = new Date(midnight.getTime() + aheadMs).toISOString().slice(0, 19);
  return clock + offsetAt(midnight);
}
