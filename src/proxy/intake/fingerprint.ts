import { codeKey } from '../../contract/code.ts';
import { type LeadRequest, usableClickId } from '../../contract/lead.ts';
import { hmac, sha256 } from '../../store/digest.ts';

/**
 * What makes two requests the same: what the visitor said. Where the visitor came from, how long
 * it took and which language was shown may differ between a request and its retry after a reload,
 * and what the server puts in where nothing was said may differ after a restart.
 */
export function leadFingerprint(lead: LeadRequest): string {
  const { first_name, last_name, phone, product, promo_code, company, extra } = lead;
  const code = promo_code ? codeKey(promo_code) : null;
  const fields: unknown[] = [
    first_name,
    last_name,
    phone,
    usableClickId(lead.click_id) ?? null,
    product,
    code,
    company ?? null,
  ];
  // Only where there are any: the keys of leads that have none outlive the version before these.
  const own = Object.entries(extra ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1));
  if (own.length > 0) fields.push(own);
  return sha256(JSON.stringify(fields));
}

/** As it is stored: without a secret, names and phones would be found by trying all. */
export function keyedFingerprint(fingerprint: string, secret: string | undefined): string {
  return secret === undefined ? fingerprint : hmac(secret, fingerprint);
}

/** What keys digests of what visitors said, now and before. */
export interface FingerprintSecrets {
  readonly secret: string | undefined;
  /** While browsers may repeat what was stored with it. */
  readonly previousSecret?: string | undefined;
}

/**
 * As these may be stored: the first by the secret of now; then by the one before, and without, as
 * a version before this one did. Keys are kept for 30 days.
 */
export function storedFingerprints(
  fingerprints: readonly string[],
  { secret, previousSecret }: FingerprintSecrets,
): readonly string[] {
  return [secret, previousSecret, undefined].flatMap((each) =>
    fingerprints.map((fingerprint) => keyedFingerprint(fingerprint, each)),
  );
}
