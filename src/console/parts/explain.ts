import type { FieldError } from '../../contract/field-error.ts';
import type { Texts } from '../texts/texts.ts';
import type { ApiError } from './api.ts';
import type { Format } from './format.ts';

/** Why a call failed, in words; for details that only the server knows, in its own words. */
export function explain(
  { type, detail, retryAfterSeconds, errors }: ApiError,
  texts: Texts,
  format: Format,
): string {
  const { failed } = texts;
  const refused = detail === '' ? namesOf(errors, texts) : detail;
  const given = refused === '' ? undefined : `${failed.invalid} ${refused}`;
  switch (type) {
    case 'network':
      return failed.network;
    case 'unavailable':
      if (detail === '') return failed.unavailable;
      // Otherwise somebody has to do something before it can succeed.
      return retryAfterSeconds > 0 ? `${failed.unavailable} ${detail}` : detail;
    case 'not-found':
      return failed.notFound;
    case 'conflict':
      return given ?? failed.conflict;
    case 'too-many-requests':
      return failed.wait(format.duration(retryAfterSeconds));
    case 'invalid-fields':
    case 'origin-not-allowed':
    case 'too-large':
      return given ?? failed.other;
    default:
      return failed.other;
  }
}

/** What the fields are called on a page, where it has a word for them. */
function namesOf(errors: readonly FieldError[], { leads, codes }: Texts): string {
  const names: Partial<Record<string, string>> = {
    state: leads.state,
    from: leads.from,
    to: leads.to,
    timezone: codes.zone,
  };
  return errors.map(({ field }) => names[field] ?? field).join(', ');
}
