import { errorTexts, promoholderPaths, refusalTexts } from '../../src/upstream/promoholder/api.ts';
import { promosSeruPaths, statusTexts } from '../../src/upstream/promos-seru/api.ts';
import type { CallEnd, Ledger } from './ledger.ts';
import { type Code, company, type Scenario, vendorSecrets } from './scenario.ts';
import type { Scheduler } from './scheduler.ts';

/** A call as it arrives at a vendor. */
export interface VendorCall {
  readonly path: string;
  readonly fields: URLSearchParams;
}

export interface VendorReply {
  readonly body: object;
  readonly end: CallEnd;
}

type Answer = (reply: VendorReply) => void;

/**
 * Both vendors as documented, and no better: a check uses a code up, and a contact has no
 * idempotency key. A slow vendor first looks for a phone and makes the contact later, so that two
 * calls at once make two.
 */
export class Vendors {
  readonly #scenario: Scenario;
  readonly #ledger: Ledger;
  readonly #scheduler: Scheduler;
  #tokenNumber = 1;

  constructor(scenario: Scenario, ledger: Ledger, scheduler: Scheduler) {
    this.#scenario = scenario;
    this.#ledger = ledger;
    this.#scheduler = scheduler;
    for (const phone of scenario.knownPhones) ledger.makeContact(phone, 'somebody else');
  }

  /** Revokes the token that was given out. */
  revokeToken(): void {
    this.#tokenNumber += 1;
  }

  /** Handles a call. That may take time, and the caller may not listen to the answer any more. */
  handle(call: VendorCall, slownessMs: number, answer: Answer): void {
    switch (call.path) {
      case promosSeruPaths.token:
        return answer(this.#giveToken(call));
      case promosSeruPaths.contact:
        return this.#makeContact(call, slownessMs, answer);
      default:
        return answer(this.#promoholder(call));
    }
  }

  get #token(): string {
    return `${vendorSecrets.token}-${this.#tokenNumber}`;
  }

  #giveToken({ fields }: VendorCall): VendorReply {
    const isKnown = fields.get('secret_key') === vendorSecrets.secretKey;
    const body = isKnown
      ? { status: statusTexts.ok, token: this.#token }
      : { status: statusTexts.secretKeyInvalid };
    return { body, end: 'who knows' };
  }

  #makeContact({ fields }: VendorCall, slownessMs: number, answer: Answer): void {
    const phone = fields.get('phone') ?? '';
    const subject = fields.get('click_id') ?? '';
    if (fields.get('token') !== this.#token) {
      return answer({ body: { status: statusTexts.tokenMismatch }, end: 'surely not' });
    }
    if (this.#scenario.refusedPhones.has(phone)) {
      return answer({ body: { status: statusTexts.phoneInvalid }, end: 'who knows' });
    }
    if (this.#ledger.contactOf(phone)) {
      return answer({ body: { status: statusTexts.phoneDouble }, end: 'who knows' });
    }
    const make = (): void => {
      const { id } = this.#ledger.makeContact(phone, subject);
      this.#scheduler.note('vendor', `contact ${id} for ${subject}`);
      answer({ body: { status: `contact: ${id} created`, id: String(id) }, end: 'who knows' });
    };
    if (slownessMs > 0) this.#scheduler.after(slownessMs, '', make);
    else make();
  }

  #promoholder({ path, fields }: VendorCall): VendorReply {
    const who = { token: fields.get('token'), company: fields.get('company') };
    const refuse = (msg: string): VendorReply => ({
      body: { type: 'error', msg },
      end: 'surely not',
    });
    if (who.token !== vendorSecrets.promoholderToken) return refuse(errorTexts.tokenInvalid);
    if (path === promoholderPaths.companies) {
      return {
        body: { type: 'success', msg: [{ ID: company, title: company }] },
        end: 'who knows',
      };
    }
    if (who.company !== company) return refuse(errorTexts.companyUnknown);
    if (path === promoholderPaths.codes) return { body: this.#list(), end: 'who knows' };
    return { body: this.#check(fields.get('code') ?? ''), end: 'who knows' };
  }

  #list(): object {
    const entries = this.#scenario.codes.map((code) => ({
      code: code.code,
      limit: this.#usesLeft(code),
      timezone: 'UTC',
      dtime_f: code.isExpired ? '2020-01-01 00:00:00' : null,
      active: true,
    }));
    return { type: 'success', msg: { [company]: entries } };
  }

  #check(name: string): object {
    const code = this.#scenario.codes.find((each) => each.code === name);
    const refuse = (reason: string): object => ({ type: 'success', msg: false, reason });
    if (code === undefined) return refuse(refusalTexts.unknown);
    if (code.isExpired) return refuse(refusalTexts.expired);
    if (this.#usesLeft(code) === 0) return refuse(refusalTexts.exhausted);
    this.#ledger.use(name);
    this.#scheduler.note('vendor', `code ${name} is used`);
    return { type: 'success', msg: true };
  }

  #usesLeft({ code, limit }: Code): number | null {
    return limit === null ? null : limit - this.#ledger.usesOf(code);
  }
}
