import type { Texts } from '../texts/texts.ts';
import type { ApiError } from './api.ts';
import type { Format } from './format.ts';

/** Why a call failed, in words; for details that only the server knows, in its own words. */
export function explain(
  { type, detail, retryAfterSeconds }: ApiError,
  { failed }: Texts,
  format: Format,
): string {
  const given = detail === '' ? undefined : `${failed.invalid} ${detail}`;
  switch (type) {
    case 'network':
      return failed.network;
    case 'unavailable':
      return failed.unavailable;
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
