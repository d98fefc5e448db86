import { dayMs } from '../../contract/durations.ts';
import { type FingerprintSecrets, keyedDigest } from './fingerprint.ts';
import { hashKey } from './idempotency.ts';

/** How a lead was sent: by a script with an idempotency key, or by a plain form, which has none. */
export type Submission =
  | { readonly kind: 'script'; readonly key: string }
  | { readonly kind: 'form' };

export interface SubmissionKeys {
  /** What the lead is stored under. */
  readonly keyHash: string;
  /** What else it may be stored under already. */
  readonly earlier: readonly string[];
}

/** The key of a plain form is what it says, and the day: see `LeadIntake.accept()`. */
export function submissionKeys(
  submission: Submission,
  fingerprint: string,
  { now, secret, previousSecret }: FingerprintSecrets & { readonly now: number },
): SubmissionKeys {
  if (submission.kind === 'script') {
    return { keyHash: hashKey('leads', submission.key), earlier: [] };
  }
  // A second click on a plain form comes within a day, even if a phone reloads its page.
  const today = Math.floor(now / dayMs);
  const yesterday = today - 1;
  const hashOf = (day: number, by = secret): string =>
    hashKey('leads', `form:${keyedDigest(fingerprint, by)}:${day}`);
  const before =
    previousSecret === undefined
      ? []
      : [hashOf(today, previousSecret), hashOf(yesterday, previousSecret)];
  return { keyHash: hashOf(today), earlier: [hashOf(yesterday), ...before] };
}
