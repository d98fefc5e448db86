import { ProblemError } from '../problem-reply.ts';

/**
 * The `Idempotency-Key` header: visible ASCII, 8 to 128 characters, bare or as the quoted string
 * of the IETF draft (draft-ietf-httpapi-idempotency-key-header). No comma: two headers arrive
 * joined by one.
 */
export function requireIdempotencyKey(request: Request): string {
  const header = request.headers.get('idempotency-key')?.trim() ?? '';
  const key = header.replace(/^"(.*)"$/, '$1');
  if (!/^[\x21\x23-\x2b\x2d-\x7e]{8,128}$/.test(key)) {
    throw new ProblemError('idempotency-key-missing', {
      detail: 'Send one Idempotency-Key of 8 to 128 visible ASCII characters, such as a UUID.',
    });
  }
  return key;
}
