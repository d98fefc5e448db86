import type { Actor } from './scheduler.ts';

/** What a vendor's answer says about whether it did what was asked. */
export type CallEnd =
  /** It did not, and the answer says so: a second call does no harm. */
  | 'surely not'
  /** Anything else: done, lost, or not done without saying so. */
  | 'who knows';

/** A call that left a process. */
export interface SentCall {
  readonly by: Actor;
  /** What the call is about: the click id of a lead, or the code of a redemption. */
  readonly subject: string;
  end: CallEnd | undefined;
}

export interface Contact {
  readonly id: number;
  /** The click id of the lead that it was made for. */
  readonly subject: string;
}

/** What really happened at the vendors, which no process can see. */
export class Ledger {
  readonly creates: SentCall[] = [];
  readonly checks: SentCall[] = [];
  /** All contacts that were ever made of a phone. More than one means a race in the vendor. */
  readonly contacts: Map<string, Contact[]> = new Map();
  readonly uses: Map<string, number> = new Map();
  /** Subjects of calls that may still have an effect at a vendor. */
  readonly onTheirWay: Map<string, number> = new Map();
  #contactCount = 0;

  contactOf(phone: string): Contact | undefined {
    return this.contacts.get(phone)?.[0];
  }

  makeContact(phone: string, subject: string): Contact {
    this.#contactCount += 1;
    const contact = { id: this.#contactCount, subject };
    this.contacts.set(phone, [...(this.contacts.get(phone) ?? []), contact]);
    return contact;
  }

  usesOf(code: string): number {
    return this.uses.get(code) ?? 0;
  }

  use(code: string): void {
    this.uses.set(code, this.usesOf(code) + 1);
  }

  leaves(subject: string): void {
    this.onTheirWay.set(subject, (this.onTheirWay.get(subject) ?? 0) + 1);
  }

  settles(subject: string): void {
    this.onTheirWay.set(subject, (this.onTheirWay.get(subject) ?? 0) - 1);
  }

  /** Whether nothing that was sent for a subject can still have an effect. */
  isQuiet(subject: string): boolean {
    return (this.onTheirWay.get(subject) ?? 0) === 0;
  }
}
