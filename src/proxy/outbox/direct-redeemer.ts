import { codeKey } from '../../contract/code.ts';
import type { PromoCodeRequest, RedeemVerdict } from '../../contract/promo-code.ts';
import { reasonCodes } from '../../contract/reason-code.ts';
import { transactTogether } from '../../store/commits/group-commit.ts';
import { sha256 } from '../../store/digest.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import type { Verdicts } from '../codes/verdicts.ts';
import { type FingerprintSecrets, storedFingerprints } from '../intake/fingerprint.ts';
import { findReply, hashKey, type KnownKeys } from '../intake/idempotency.ts';
import { isWrong } from '../limits/guess-limits.ts';
import { ProblemError } from '../problem-reply.ts';
import { leaseMs } from './lease.ts';
import { redeem, type RedeemerOptions } from './redeemer.ts';
import {
  claimRedemption,
  expireRedemptions,
  idOfKey,
  type RedemptionRow,
} from './redemption-queue.ts';
import { redemptionAttemptsMax } from './redemption-transition.ts';
import { isFullyReserved, type LimitedCode } from './reservations.ts';

/** The change to a redemption whose code has all its uses reserved for leads: it is not sent. */
const refusedAsReserved = {
  state: 'refused',
  due_at: null,
  lease_until: null,
  reason: 'exhausted',
  detail: 'what is left of it is held for leads',
} as const;

/** How long a caller is to wait if the upstream named no time. */
const retryAfterMs = 5000;

export interface RedeemAnswer {
  readonly verdict: RedeemVerdict;
  /** The key already had its verdict. */
  readonly replayed: boolean;
}

/** Redemptions without a lead, such as by a check-out that uses a code up at once. */
export interface DirectRedeemer {
  /**
   * Calls the upstream at most once for a key, except for calls that certainly were not sent. Any
   * answer other than the key's stored verdict passes the gate first, which may throw: otherwise
   * keys made during an outage would be guesses that nobody counts. If the gate throws before the
   * call, nothing is stored. That a code does not exist is known only after it; then the stored
   * verdict passes the gate each time, or a retry would get what was refused. Throws
   * `idempotency-key-reused`, `in-progress` or `unavailable`.
   */
  redeem(request: PromoCodeRequest, key: string, gate: Gate): Promise<RedeemAnswer>;
}

type Gate = (answer: () => Promise<RedeemAnswer>) => Promise<RedeemAnswer>;

export interface DirectRedeemerOptions extends RedeemerOptions, FingerprintSecrets {
  readonly keys: KnownKeys;
  /** The company of a request that names none. */
  readonly company: string | undefined;
  readonly verdicts: Verdicts;
}

export function createDirectRedeemer(options: DirectRedeemerOptions): DirectRedeemer {
  const { keys } = options;
  return {
    async redeem(request, key, gate) {
      const keyHash = hashKey('redeem', key);
      const company = request.company ?? options.company;
      const fingerprints = storedFingerprints(fingerprintOf(request), options);
      const asked = { ...request, company, keyHash, fingerprints };
      const answer = async (): Promise<RedeemAnswer> => {
        const limit = await findLimit(options, asked);
        const claimed = await begin(options, asked, limit);
        if (!claimed) return answerAgain(options, asked, (again) => again());
        return { verdict: await sendRedemption(options, claimed, limit), replayed: false };
      };
      return (await keys.has(keyHash)) ? answerAgain(options, asked, gate) : gate(answer);
    },
  };
}

interface Asked extends PromoCodeRequest {
  readonly keyHash: string;
  /** The first is stored; a request with any of them is the same. */
  readonly fingerprints: readonly string[];
}

function fingerprintOf({ code, company = '' }: PromoCodeRequest): string {
  return sha256(JSON.stringify([codeKey(code), company]));
}

/** The code as its list has it, if it is valid and has a limit: leads may hold uses of it. */
async function findLimit(
  { verdicts }: DirectRedeemerOptions,
  { code, company }: PromoCodeRequest,
): Promise<LimitedCode | undefined> {
  const { limit } = await verdicts.check(company, code);
  return limit;
}

/**
 * Stores key and redemption, as `sending` before anything is sent. Resolves to undefined if the key
 * is known, as at intake.
 */
function begin(
  { store, now }: RedeemerOptions,
  { code, company = '', keyHash, fingerprints: [fingerprint = ''] }: Asked,
  limit: LimitedCode | undefined,
): Promise<RedemptionRow | undefined> {
  const at = now();
  return transactTogether(store, async (transaction) => {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('idempotency_keys')
      .values({ key_hash: keyHash, fingerprint, reply: null, lead_ref: null, created_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) return undefined;
    const isRefused = limit !== undefined && (await isFullyReserved(transaction, limit));
    return transaction
      .insertInto('redemptions')
      .values({
        id: idOfKey(keyHash),
        lead_ref: null,
        company: limit?.company ?? company,
        code,
        code_key: codeKey(code),
        state: 'sending',
        attempts: 1,
        due_at: null,
        lease_until: at + leaseMs,
        fence: 1,
        reason: null,
        detail: null,
        created_at: at,
        updated_at: at,
        ...(isRefused ? { ...refusedAsReserved, attempts: 0 } : {}),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

/** Answers a known key with its verdict, or makes one more attempt if there is none yet. */
async function answerAgain(
  options: DirectRedeemerOptions,
  asked: Asked,
  gate: Gate,
): Promise<RedeemAnswer> {
  const { store, now } = options;
  const { keyHash, fingerprints } = asked;
  const id = idOfKey(keyHash);
  await findReply(store, keyHash, fingerprints);
  await expireRedemptions(store, now());
  const known = await findRedemption(options, id);
  const verdict = known && verdictOf(known);
  if (verdict) {
    const replay = { verdict, replayed: true };
    return isWrong(replay) ? gate(() => Promise.resolve(replay)) : replay;
  }
  // Without the gate, which lets one visitor's requests pass one after another.
  if (known?.state === 'sending') throw inProgress();
  return gate(async () => {
    const limit = await findLimit(options, asked);
    const claimed = await claimAgain(options, id, limit);
    if (claimed) return { verdict: await sendRedemption(options, claimed, limit), replayed: false };
    const settled = await findRedemption(options, id);
    const given = settled && verdictOf(settled);
    if (!given) throw inProgress();
    return { verdict: given, replayed: true };
  });
}

/** Claims one more attempt. Meanwhile the last use may have been reserved for a lead. */
function claimAgain(
  { store, now }: RedeemerOptions,
  id: string,
  limit: LimitedCode | undefined,
): Promise<RedemptionRow | undefined> {
  const at = now();
  if (limit === undefined) return claimRedemption(store, id, at);
  return transactTogether(store, async (transaction) => {
    const isReserved = await isFullyReserved(transaction, limit);
    if (!isReserved) return claimRedemption(transaction, id, at);
    return transaction
      .updateTable('redemptions')
      .set({ ...refusedAsReserved, updated_at: at })
      .where('id', '=', id)
      .where('state', 'in', ['pending', 'held'])
      .returningAll()
      .executeTakeFirst();
  });
}

function findRedemption(
  { store }: RedeemerOptions,
  id: string,
): Promise<RedemptionRow | undefined> {
  return store.selectFrom('redemptions').selectAll().where('id', '=', id).executeTakeFirst();
}

async function sendRedemption(
  options: RedeemerOptions,
  first: RedemptionRow,
  limit: LimitedCode | undefined,
): Promise<RedeemVerdict> {
  let claimed: RedemptionRow | undefined = first;
  for (let attempt = 1; ; attempt += 1) {
    if (!claimed) throw inProgress();
    const refused = verdictOf(claimed);
    if (refused) return refused;
    const { id } = claimed;
    const outcome = await redeem(options, claimed, { attempt });
    const { result, transition, isSettled } = outcome;
    // This request gets what is stored, because the next one with this key will.
    const stored = isSettled ? { ...claimed, ...transition } : await findRedemption(options, id);
    const verdict = stored && verdictOf(stored);
    if (verdict) return verdict;
    if (stored?.state === 'sending') throw inProgress();
    const failure = result instanceof UpstreamError ? result : undefined;
    if (failure?.failure !== 'not_sent' || attempt >= redemptionAttemptsMax) {
      throw new ProblemError('unavailable', {
        detail: 'The code was not used. Ask again with the same key.',
        retryAfterSeconds: Math.ceil((failure?.retryAfterMs ?? retryAfterMs) / 1000),
      });
    }
    claimed = await claimAgain(options, id, limit);
  }
}

function inProgress(): ProblemError {
  const detail = 'Ask again in a moment, with the same key.';
  return new ProblemError('in-progress', { detail, retryAfterSeconds: 1 });
}

/** The verdict of a redemption that has one. */
function verdictOf(
  redemption: Pick<RedemptionRow, 'state' | 'reason' | 'code'>,
): RedeemVerdict | undefined {
  const { state, code } = redemption;
  if (state === 'redeemed') return { status: 'redeemed', code };
  if (state === 'unconfirmed') return { status: 'unconfirmed' };
  if (state !== 'refused') return undefined;
  const reason = reasonCodes.find((known) => known === redemption.reason) ?? 'other';
  return { status: 'refused', reason };
}
