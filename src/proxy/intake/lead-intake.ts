import { LeadReceipt, type LeadRequest } from '../../contract/lead.ts';
import type { Product } from '../../contract/product.ts';
import { BatchQueue } from '../../store/commits/batch-queue.ts';
import type { Store } from '../../store/store.ts';
import type { Reasons } from '../codes/reasons.ts';
import type { CheckedCode, Verdicts } from '../codes/verdicts.ts';
import { bucketNameOf, type Guesses } from '../limits/guess-limits.ts';
import type { Visit } from '../limits/visit.ts';
import type { Log } from '../log.ts';
import { LruMap } from '../lru-map.ts';
import { ProblemError, storeProblem } from '../problem-reply.ts';
import type { LeadGate } from '../spam/lead-gate.ts';
import type { SpamScore } from '../spam/spam-score.ts';
import type { StoreHealth } from '../store-health.ts';
import { findSlug } from './catalogue.ts';
import { type ClickIdOf, type ClickIdOptions, createClickIds } from './click-ids.ts';
import { contentDigests } from './duplicate-submissions.ts';
import {
  type FingerprintSecrets,
  keyedFingerprint,
  leadFingerprint,
  storedFingerprints,
} from './fingerprint.ts';
import { findReply, forgetKeysOfDeleted, type KnownKeys } from './idempotency.ts';
import { RefusedProducts } from './refused-products.ts';
import {
  type AcceptedLead,
  exhausted,
  type Intake,
  type IntakeOutcome,
  newReceipt,
  storeLeads,
} from './store-leads.ts';
import { type Submission, submissionKeys } from './submission-key.ts';

/** Leads whose spam score is remembered, stored or not. */
const judgedMax = 5000;

export interface LeadIntakeOptions extends ClickIdOptions, FingerprintSecrets {
  readonly store: Store;
  readonly keys: KnownKeys;
  readonly verdicts: Verdicts;
  readonly guesses: Guesses;
  readonly gate: LeadGate;
  readonly reasons: Reasons;
  readonly products: readonly Product[];
  /** The company of a lead that names none. */
  readonly company: string | undefined;
  readonly health: StoreHealth;
  readonly now: () => number;
  readonly log: Log;
  /** A lead was stored, and the worker may start. */
  readonly onLead: () => void;
  /** As the proxy has it. */
  readonly nextTurn: () => Promise<void>;
}

export interface AcceptedReply {
  readonly receipt: LeadReceipt;
  /** The lead was stored before. */
  readonly replayed: boolean;
}

/** Accepts leads, by script and by plain form alike. */
export class LeadIntake {
  readonly #options: LeadIntakeOptions;
  readonly #batches: BatchQueue<Intake, IntakeOutcome>;
  readonly #clickIdOf: ClickIdOf;
  readonly #refusedProducts: RefusedProducts;
  readonly #judged = new LruMap<{ readonly spam: SpamScore | undefined }>(judgedMax);

  constructor(options: LeadIntakeOptions) {
    this.#options = options;
    const { store, nextTurn } = options;
    this.#clickIdOf = createClickIds(options);
    this.#refusedProducts = new RefusedProducts(options.log);
    const run = (intakes: readonly Intake[]): Promise<readonly IntakeOutcome[]> =>
      storeLeads(store, intakes);
    this.#batches = new BatchQueue({ run, nextTurn });
  }

  /**
   * The lead as it will be sent: with defaults for what the visitor left out, and a product under
   * its slug. Throws `invalid-fields` for a product that is not offered.
   */
  #prepare(request: LeadRequest): AcceptedLead {
    const product = findSlug(this.#options.products, request.product);
    if (product === undefined) {
      this.#refusedProducts.warn(request.product);
      throw new ProblemError('invalid-fields', { errors: [{ field: 'product', code: 'unknown' }] });
    }
    const company = request.company ?? this.#options.company;
    return {
      ...request,
      product,
      click_id: this.#clickIdOf(request),
      promo_code: request.promo_code === '' ? undefined : request.promo_code,
      ...(company === undefined ? {} : { company }),
    };
  }

  /**
   * Stores a lead once for its key. The second request with that key gets the first one's receipt,
   * whether or not its product is still offered. Throws `invalid-fields`.
   *
   * A plain form has no header for a key, so its key is its content: the same fields again are a
   * second click, not a second lead. So are the same fields by script, while the visitor waits for
   * the form's answer. Days later they are another order.
   */
  async accept(request: LeadRequest, submission: Submission, visit: Visit): Promise<AcceptedReply> {
    const { now, log, onLead, secret, previousSecret } = this.#options;
    const fingerprint = leadFingerprint(request);
    const { keyHash, earlier } = submissionKeys(submission, fingerprint, {
      now: now(),
      secret,
      previousSecret,
    });
    const isForm = submission.kind === 'form';
    const known = await this.#knownReply([keyHash, ...earlier], fingerprint, isForm);
    if (known !== undefined) return replay(known);

    const lead = this.#prepare(request);
    const spam = await this.#judge(lead, visit, `${keyHash} ${fingerprint}`);
    const checked = await this.#check(lead, visit);
    const at = now();
    const receipts = this.#receipts(checked, at);
    const content = contentDigests(lead, isForm, secret);
    const stored = keyedFingerprint(fingerprint, secret);
    const intake = { lead, keyHash, fingerprint: stored, content, spam, now: at, ...receipts };
    const outcome = await this.#storing(this.#batches.add(intake));
    if (outcome.status === 'known') {
      // The same request was faster by a moment.
      return replay((await this.#firstReply(keyHash, fingerprint)) ?? '');
    }
    const { receipt } = outcome;
    const promo = receipt.promo_code?.status;
    log.info('lead.stored', { ref: receipt.ref, product: lead.product, promo });
    if (spam) log.info('lead.suspicious', { ref: receipt.ref, ...spam });
    onLead();
    return { receipt, replayed: false };
  }

  /** Once for each lead: one that cannot be stored is sent again and again, which is no flood. */
  async #judge(lead: LeadRequest, visit: Visit, name: string): Promise<SpamScore | undefined> {
    const known = this.#judged.get(name);
    if (known) return known.spam;
    const spam = await this.#storing(this.#options.gate(lead, visit));
    this.#judged.set(name, { spam });
    return spam;
  }

  async #knownReply(
    hashes: readonly string[],
    fingerprint: string,
    isForm: boolean,
  ): Promise<string | undefined> {
    const { keys, store } = this.#options;
    const areKnown = await this.#storing(Promise.all(hashes.map((hash) => keys.has(hash))));
    if (isForm && areKnown.includes(true)) await this.#storing(forgetKeysOfDeleted(store, hashes));
    for (const [index, hash] of hashes.entries()) {
      const reply =
        areKnown[index] === true ? await this.#firstReply(hash, fingerprint) : undefined;
      if (reply !== undefined) return reply;
    }
    return undefined;
  }

  async #firstReply(keyHash: string, fingerprint: string): Promise<string | undefined> {
    const fingerprints = storedFingerprints(fingerprint, this.#options);
    return this.#storing(findReply(this.#options.store, keyHash, fingerprints));
  }

  /** A visitor who has guessed too often learns nothing of the code; the lead is still accepted. */
  async #check(
    { promo_code: code, company }: AcceptedLead,
    visit: Visit,
  ): Promise<CheckedCode | undefined> {
    const { verdicts, guesses } = this.#options;
    if (code === undefined) return undefined;
    try {
      const name = bucketNameOf(code, company);
      return await guesses.guess(visit, name, () => verdicts.check(company, code));
    } catch (error) {
      if (error instanceof ProblemError) return { verdict: { status: 'unchecked' }, company };
      throw error;
    }
  }

  /** The receipt, and the one for the case that another lead takes the last use of the code. */
  #receipts(
    promoCode: CheckedCode | undefined,
    now: number,
  ): Pick<Intake, 'promoCode' | 'receipt' | 'refusal'> {
    const { reasons } = this.#options;
    const receipt = newReceipt(now, promoCode && reasons.of(promoCode.verdict));
    const refusal = { ...receipt, promo_code: reasons.of(exhausted) };
    return { promoCode, receipt, refusal };
  }

  /** If the store fails, nothing is acknowledged, and the visitor may try again. */
  async #storing<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      this.#options.health.failed();
      this.#options.log.error('store.failed', { error });
      throw storeProblem();
    }
  }
}

function replay(reply: string): AcceptedReply {
  return { receipt: LeadReceipt.parse(JSON.parse(reply)), replayed: true };
}
