import { codeKey } from '../../contract/code.ts';
import type { LeadRequest } from '../../contract/lead.ts';
import { hmac, sha256 } from '../../store/digest.ts';

/**
 * What makes two requests the same: what the visitor entered, as in `fieldsOf()` of the page. Where
 * the visitor came from (the click id too, which a tracker may set late), how long it took and
 * which language was shown may differ between a request and its retry. The server's defaults for
 * missing fields may differ after a restart.
 */
export function leadFingerprint(lead: LeadRequest): string {
  const { first_name, last_name, phone, product, promo_code, company, extra } = lead;
  const code = promo_code ? codeKey(promo_code) : null;
  const own = Object.entries(extra ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return sha256(JSON.stringify([first_name, last_name, phone, product, code, company, own]));
}

/** As it is stored: without a secret, names and phones could be found by trying all. */
export function keyedFingerprint(fingerprint: string, secret: string | undefined): string {
  return secret === undefined ? fingerprint : hmac(secret, fingerprint);
}

/**
 * A digest that may be stored. Keyed if there is a secret: otherwise, whoever knows a person's name
 * could find the phone by trying all of them.
 */
export function keyedDigest(text: string, secret: string | undefined): string {
  return secret === undefined ? sha256(text) : hmac(secret, text);
}

/** The secrets under which digests of what visitors entered are stored. */
export interface FingerprintSecrets {
  readonly secret: string | undefined;
  /** Needed as long as browsers may repeat what was stored with it. */
  readonly previousSecret?: string | undefined;
}

/** As it may be stored: with the present secret, which comes first, the previous one, or none. */
export function storedFingerprints(
  fingerprint: string,
  { secret, previousSecret }: FingerprintSecrets,
): readonly string[] {
  return [secret, previousSecret, undefined].map((each) => keyedFingerprint(fingerprint, each));
}
