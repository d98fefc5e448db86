import type { Actor } from './scheduler.ts';

/** What a vendor answered to a call, where it says something of whether it was carried out. */
export type CallEnd =
  /** It was not carried out, and the answer says so: nothing is to be feared of a second one. */
  | 'surely not'
  /** Whatever else: carried out, lost, or not carried out without saying so. */
  | 'who knows';

/** A call that left a process. */
export interface SentCall {
  readonly by: Actor;
  /** Whose call it is: the click id of a lead, the code of a redemption. */
  readonly subject: string;
  end: CallEnd | undefined;
}

export interface Contact {
  readonly id: number;
  /** The click id of who made it. */
  readonly subject: string;
}

/** What really happened at the vendors, which no process can look at. */
export class Ledger {
  readonly creates: SentCall[] = [];
  readonly checks: SentCall[] = [];
  /** All that were ever made of a phone. More than one is the vendor's own race. */
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

  /** Whether nothing that was sent for it can change anything any more. */
  isQuiet(subject: string): boolean {
    return (this.onTheirWay.get(subject) ?? 0) === 0;
  }
}
