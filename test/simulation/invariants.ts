import type { Ledger, SentCall } from './ledger.ts';
import type { Scenario, Submission } from './scenario.ts';
import type { Actor } from './scheduler.ts';
import type { LeadState, RedemptionState, Tables } from './tables.ts';
import type { Answer } from './visitor.ts';

export interface InvariantOptions {
  readonly scenario: Scenario;
  readonly tables: Tables;
  readonly ledger: Ledger;
  /** The latest time that the clocks have shown, ms since 1970: a process may have read it. */
  readonly latest: () => number;
  /** The earliest that they have shown if they jumped; if not, the largest number. */
  readonly earliest: () => number;
  /** The actor who acts by hand. */
  readonly owner: Actor;
}

interface Row {
  readonly state: string;
  readonly fence: number;
  readonly doubts: number;
  readonly lease_until: number | null;
  readonly phone?: string;
}

/** States that nothing changes. */
const finalStates: ReadonlySet<string> = new Set(['delivered', 'duplicate', 'redeemed', 'refused']);
/** States that at most a person changes. */
const restingStates: ReadonlySet<string> = new Set([
  ...finalStates,
  'rejected',
  'held',
  'dead',
  'unconfirmed',
  'released',
  'quarantined',
]);

/** An invariant does not hold. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

function require(condition: boolean, what: string): void {
  if (!condition) throw new Violation(what);
}

/** What must hold after every step, whatever happened. */
export class Invariants {
  readonly #options: InvariantOptions;
  readonly #answers = new Map<string, Answer>();
  #rows = new Map<string, Row>();
  /** The actor of the claim that a row runs under. */
  readonly #claimants = new Map<string, Actor | undefined>();
  /** How often a person sent something again, by the vendor's name for it. */
  readonly #byHand = new Map<string, number>();

  constructor(options: InvariantOptions) {
    this.#options = options;
  }

  /** Checks the answer to a submission, and that it is always the same. */
  answered({ kind, subject }: Submission, answer: Answer): void {
    const { status, body, isReplay } = answer;
    require(![500, 422, 400].includes(status), `${subject} is answered ${status} ${body}`);
    if (status !== 200 && status !== 202) return;
    const first = this.#answers.get(subject);
    if (first) {
      const isSettled = first.body.includes('unconfirmed') && this.#byHand.has(subject);
      require(first.body === body ||
        isSettled, `${subject} is answered ${body} after ${first.body}`);
      require(isReplay, `${subject} is not told that its answer is a replay`);
      return;
    }
    this.#answers.set(subject, answer);
    if (kind === 'redeem') return;
    // Nothing in the receipt reveals whether the phone is known.
    const { promo_code, ...receipt } = JSON.parse(body) as Record<string, unknown>;
    const keys = Object.keys(receipt).join(' ');
    require(keys === 'ref received_at', `${subject} is told ${keys} ${JSON.stringify(promo_code)}`);
  }

  /** Checks the tables after a step. */
  afterStep(actor: Actor | undefined): void {
    const { tables } = this.#options;
    const leads = tables.leads();
    const redemptions = tables.redemptions();
    this.#checkAcknowledged(leads);
    const rows = new Map<string, Row>();
    for (const lead of leads) {
      rows.set(lead.ref, lead);
      this.#checkChange(actor, lead.ref, lead, lead.click_id);
    }
    for (const redemption of redemptions) {
      rows.set(redemption.id, { ...redemption, doubts: 0 });
      this.#checkChange(actor, redemption.id, { ...redemption, doubts: 0 }, redemption.code);
    }
    this.#rows = rows;
    this.#checkPhones(leads);
  }

  /** A lead is sent a second time only after a doubt, or if the vendor certainly did nothing. */
  beforeCreate({ subject }: SentCall): void {
    const { ledger, tables } = this.#options;
    const open = ledger.creates.filter((call) => call.subject === subject && isOpen(call)).length;
    const doubts = tables.leads().find((lead) => lead.click_id === subject)?.doubts ?? 0;
    const excused = doubts + (this.#byHand.get(subject) ?? 0);
    require(open <= excused, `${subject} leaves again after ${open} calls and ${excused} doubts`);
  }

  /** A code is sent once. */
  beforeCheck({ subject }: SentCall): void {
    const { ledger, scenario } = this.#options;
    const senders = scenario.submissions.filter(({ code }) => code === subject).length;
    require(senders > 0, `${subject} leaves, which nobody sent`);
    const open = ledger.checks.filter((call) => call.subject === subject && isOpen(call)).length;
    require(open < senders, `${subject} leaves again after ${open} calls`);
  }

  /** What must hold at the end, when nothing goes wrong any more and nothing is left to do. */
  atEnd(): void {
    checkEnd(this.#options);
  }

  #checkAcknowledged(leads: readonly LeadState[]): void {
    const refs = new Set(leads.map(({ ref }) => ref));
    for (const [subject, { status, body }] of this.#answers) {
      if (status !== 202) continue;
      const { ref } = JSON.parse(body) as { readonly ref: string };
      require(refs.has(ref), `${subject} was acknowledged and is not in the store`);
    }
    const subjects = new Set(leads.map(({ click_id }) => click_id));
    require(subjects.size === leads.length, 'a submission is stored as two leads');
  }

  /** Checks that an actor may make this change of a row, and from its state. */
  #checkChange(actor: Actor | undefined, key: string, row: Row, subject: string): void {
    const before = this.#rows.get(key);
    // A redemption without a lead is claimed by the statement that stores it.
    if (!before && row.state === 'sending') this.#claimants.set(`${key}@${row.fence}`, actor);
    if (!before || (before.state === row.state && before.fence === row.fence)) return;
    const what = `${subject}: ${before.state}@${before.fence} -> ${row.state}@${row.fence}`;
    require(row.fence >= before.fence, `${what}, the fence went back`);
    // With another phone: the vendor had refused the old one, and so every call before.
    const forgotten = row.phone === before.phone ? 0 : before.doubts - row.doubts;
    require(row.doubts >= before.doubts - forgotten, `${what}, a doubt was forgotten`);
    const isOwner = actor === this.#options.owner;
    if (restingStates.has(before.state)) require(isOwner || isReclaim(before, row), what);
    if (finalStates.has(before.state)) require(false, what);
    if (row.state === 'sending') {
      require(row.fence === before.fence + 1, `${what}, claimed without a new fence`);
      this.#claimants.set(`${key}@${row.fence}`, actor);
    }
    if (before.state === 'sending' && before.fence === row.fence) {
      const { latest, earliest } = this.#options;
      const isClaimant = this.#claimants.get(`${key}@${row.fence}`) === actor;
      // Any process may end a lease that ran out, but only as in doubt.
      const isExpiry =
        /^(?:in_doubt|held)$/.test(row.state) && hasRunOut(before, latest(), earliest());
      require(isClaimant || isExpiry, `${what}, written by another than who claimed it`);
    }
    // A lead that is released is sent for the first time.
    const isAgain = isOwner && before.state !== 'quarantined';
    if (!isAgain) return;
    this.#byHand.set(subject, (this.#byHand.get(subject) ?? 0) + 1 + forgotten);
  }

  /** Never two calls at once for one phone, and never two contacts of one phone or one lead. */
  #checkPhones(leads: readonly LeadState[]): void {
    const running = leads.filter(({ lease_until }) => lease_until !== null);
    const phones = new Set(running.map(({ phone }) => phone));
    require(phones.size === running.length, 'two leads of one phone run at once');
    for (const [phone, contacts] of this.#options.ledger.contacts) {
      require(contacts.length === 1, `the vendor has ${contacts.length} contacts of ${phone}`);
    }
    const made = Array.from(this.#options.ledger.contacts.values()).flat();
    const makers = made.map(({ subject }) => subject).filter((each) => each !== 'somebody else');
    require(new Set(makers).size === makers.length, 'the vendor has two contacts of one lead');
  }
}

/** Whether the vendor may have done what the call asked. */
function isOpen({ end }: SentCall): boolean {
  return end !== 'surely not';
}

/** Whether a lease has run out, or was written by a clock that was set back since. */
function hasRunOut({ lease_until }: Row, latest: number, earliest: number): boolean {
  if (lease_until === null) return false;
  return lease_until <= latest || lease_until > earliest + 60 * 60_000;
}

/** A redemption without a lead that certainly was not sent is tried again by its caller. */
function isReclaim(before: Row, row: Row): boolean {
  return before.state === 'held' && row.state === 'sending';
}

function checkEnd({ scenario, tables, ledger }: InvariantOptions): void {
  const leads = tables.leads();
  const redemptions = tables.redemptions();
  for (const lead of leads) checkLead(lead, leads, ledger);
  for (const redemption of redemptions) checkRedemption(redemption, leads, ledger, scenario);
  for (const { code, limit } of scenario.codes) {
    const uses = ledger.usesOf(code);
    require(limit === null || uses <= limit, `${code} is used ${uses} times of ${limit}`);
    const told = redemptions.filter((each) => each.code === code && each.state === 'redeemed');
    require(told.length <= uses, `${code} is used ${uses} times, and redeemed ${told.length}`);
  }
}

/**
 * If two leads of one phone were both in doubt, it cannot be known whose call went through. But at
 * most one of them is delivered, and one is if the contact is theirs.
 */
function checkLead(lead: LeadState, leads: readonly LeadState[], ledger: Ledger): void {
  const { click_id, phone, state, contact_id } = lead;
  const what = `${click_id} ends as ${state}`;
  const contact = ledger.contactOf(phone);
  const isOwn = contact?.subject === click_id;
  const others = leads.filter((other) => other.phone === phone && other !== lead);
  const isKnown = others.some((other) => other.state === 'delivered');
  switch (state) {
    case 'delivered': {
      const maker = others.find((other) => other.click_id === contact?.subject);
      const isEcho = contact?.subject === 'somebody else' || (maker?.doubts ?? 0) > 0;
      require(isOwn || (contact_id === null && isEcho), `${what}, and made no contact`);
      require(contact_id === null || contact_id === String(contact?.id), `${what}, ${contact_id}`);
      require(!isKnown, `${what} with another`);
      return;
    }
    case 'duplicate':
      require(contact !== undefined && (!isOwn || isKnown), `${what}, and the contact is its own`);
      return;
    case 'rejected':
      // By a person, after another lead of its phone was taken for the one with the contact.
      require(!isOwn || isKnown, `${what}, and has a contact`);
      return;
    case 'quarantined':
      require(!isOwn, `${what}, and has a contact`);
      return;
    case 'held':
    case 'dead':
      return;
    default:
      require(false, what);
  }
}

function checkRedemption(
  redemption: RedemptionState,
  leads: readonly LeadState[],
  ledger: Ledger,
  scenario: Scenario,
): void {
  const { code, state, lead_ref } = redemption;
  const lead = leads.find(({ ref }) => ref === lead_ref);
  const what = `${code} of ${lead?.click_id ?? 'nobody'} ends as ${state}`;
  const restsWithLead = lead !== undefined && /^(?:held|dead)$/.test(lead.state);
  // Without a lead, the caller may have given up before anything was sent.
  const isOver = restingStates.has(state) || (state === 'waiting' ? restsWithLead : !lead_ref);
  require(isOver && state !== 'sending', what);
  const isUntouched = ['waiting', 'released', 'refused'].includes(state);
  require(!lead || isUntouched || lead.state === 'delivered', `${what}, and made no contact`);
  const isShared = scenario.submissions.filter((each) => each.code === code).length > 1;
  if (isShared) return;
  const uses = ledger.usesOf(code);
  if (state === 'redeemed') require(uses === 1, `${what}, and is used ${uses} times`);
  else if (state !== 'unconfirmed') require(uses === 0, `${what}, and is used`);
}
