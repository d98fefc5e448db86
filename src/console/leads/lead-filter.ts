import { leadStates } from '../../contract/lead-states.ts';
import type { OwnerLeadQuery } from '../../contract/owner/leads.ts';

/** The query for the list of leads, from the parameters of a page's address. */
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
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date ?? '') ?? [];
  if (year === undefined) return undefined;
  const midnight = new Date(Number(year), Number(month) - 1, Number(day) + daysLater);
  const minutes = -midnight.getTimezoneOffset();
  const clock = new Date(midnight.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${clock}${minutes < 0 ? '-' : '+'}${pad(hours)}:${pad(rest)}`;
}

function pad(part: number): string {
  return String(part).padStart(2, '0');
}
