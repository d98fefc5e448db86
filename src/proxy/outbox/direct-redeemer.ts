import { codeKey } from '../../contract/code.ts';
import type { RedeemVerdict } from '../../contract/promo-code.ts';
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
import { isPromised, type LimitedCode } from './reservations.ts';

/** What becomes of a code whose uses are all held for leads: it is not sent. */
const promised = {
  state: 'refused',
  due_at: null,
  lease_until: null,
  reason: 'exhausted',
  detail: 'what is left of it is held for leads',
} as const;

/** What a caller is told to wait where the upstream named no time. */
const retryAfterMs = 5000;

export interface RedeemRequest {
  readonly code: string;
  readonly company?: string | undefined;
}

export interface RedeemAnswer {
  readonly verdict: RedeemVerdict;
  /** The key had its verdict before. */
  readonly replayed: boolean;
}

/** Redemptions without a lead: a check-out that uses a code up at once. */
export interface DirectRedeemer {
  /**
   * At most one call to the upstream for one key, but for calls that surely were not sent.
   * Whatever is not answered by a verdict that the key has goes through the gate first, which may
   * throw: keys of a time when nothing could be had would else be guesses that nobody counts. Then
   * nothing is stored, unless only the verdict tells that the guess was wrong: that of a code which
   * does not exist goes through the gate each time, or what was refused could be had with a retry.
   * Throws `idempotency-key-reused`, `in-progress` or `unavailable`.
   */
  redeem(request: RedeemRequest, key: string, gate: Gate): Promise<RedeemAnswer>;
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
        return { verdict: await carryOut(options, claimed, limit), replayed: false };
      };
      return (await keys.has(keyHash)) ? answerAgain(options, asked, gate) : gate(answer);
    },
  };
}

interface Asked extends RedeemRequest {
  readonly keyHash: string;
  /** The first is stored; the key stands for a request that has any. */
  readonly fingerprints: readonly string[];
}

function fingerprintOf({ code, company = '' }: RedeemRequest): string {
  return sha256(JSON.stringify([codeKey(code), company]));
}

/** What leads may hold uses of: a valid code that its list has with a limit. */
async function findLimit(
  { verdicts }: DirectRedeemerOptions,
  { code, company }: RedeemRequest,
): Promise<LimitedCode | undefined> {
  const { limit } = await verdicts.check(company, code);
  return limit;
}

/**
 * Stores key and redemption, as `sending` before anything is sent; undefined where the key is
 * known, as at intake.
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
    const isRefused = limit !== undefined && (await isPromised(transaction, limit));
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
        ...(isRefused ? { ...promised, attempts: 0 } : {}),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

/** To a key that was there before: its verdict, or one more attempt where there is none yet. */
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
  // At once: the gate lets one visitor's requests pass one after another.
  if (known?.state === 'sending') throw inProgress();
  return gate(async () => {
    const limit = await findLimit(options, asked);
    const claimed = await claimAgain(options, id, limit);
    if (claimed) return { verdict: await carryOut(options, claimed, limit), replayed: false };
    const settled = await findRedemption(options, id);
    const given = settled && verdictOf(settled);
    if (!given) throw inProgress();
    return { verdict: given, replayed: true };
  });
}

/** One more attempt; what was not sent yet may have been promised to a lead meanwhile. */
function claimAgain(
  { store, now }: RedeemerOptions,
  id: string,
  limit: LimitedCode | undefined,
): Promise<RedemptionRow | undefined> {
  const claim = { now: now(), leaseMs };
  if (limit === undefined) return claimRedemption(store, id, claim);
  return transactTogether(store, async (transaction) => {
    if (!(await isPromised(transaction, limit))) return claimRedemption(transaction, id, claim);
    return transaction
      .updateTable('redemptions')
      .set({ ...promised, updated_at: claim.now })
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

async function carryOut(
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
    // What is stored is what the next request with this key is told, so it is what this one is.
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
  return new ProblemError('in-progress', { retryAfterSeconds: 1 });
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
