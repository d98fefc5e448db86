import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type LeadDetails, readLead } from '../../src/proxy/index.ts';
import type { RedemptionState } from '../../src/store/index.ts';
import { eventually } from '../support/poll.ts';
import { createCrashStage } from './crash-stage.ts';

/** Where the process dies, and the final outcome of a lead and its promo code. */
interface Crash {
  readonly at: string;
  /** The vendor's call during which it dies. */
  readonly call?: { readonly of: 'contact' | 'check'; readonly isCarriedOut: boolean };
  /** Whether a visitor who tries again gets the first receipt. */
  readonly isReplayed?: boolean;
  /** How often the vendor was asked for the contact. */
  readonly contacts: 1 | 2;
  readonly isIdKnown: boolean;
  /** How often it was asked for the use of the code. */
  readonly checks: 0 | 1;
  readonly code: RedemptionState;
}

const unharmed = { contacts: 1, isIdKnown: true, checks: 1, code: 'redeemed' } as const;
/** In doubt about the contact: our own echo shows that it was made, but not its id. */
const echoed = { ...unharmed, contacts: 2, isIdKnown: false } as const;
/** In doubt about the code: it is not sent a second time. */
const unconfirmed = { ...unharmed, code: 'unconfirmed' } as const;

const crashes: readonly Crash[] = [
  { at: 'before intake', isReplayed: false, ...unharmed },
  { at: 'after intake', isReplayed: true, ...unharmed },
  { at: 'before lead claim', ...unharmed },
  { at: 'after lead claim', ...unharmed },
  {
    at: 'with the contact sent and not made',
    call: { of: 'contact', isCarriedOut: false },
    ...unharmed,
    contacts: 2,
  },
  { at: 'with the contact made', call: { of: 'contact', isCarriedOut: true }, ...echoed },
  { at: 'before lead result', ...echoed },
  { at: 'after lead result', ...unharmed },
  { at: 'before code claim', ...unharmed },
  { at: 'after code claim', ...unconfirmed, checks: 0 },
  {
    at: 'with the code sent and not used',
    call: { of: 'check', isCarriedOut: false },
    ...unconfirmed,
  },
  { at: 'with the code used', call: { of: 'check', isCarriedOut: true }, ...unconfirmed },
  { at: 'before code result', ...unconfirmed },
  { at: 'after code result', ...unharmed },
];
const codes = crashes.map((_, index) => `CODE-${index}`);

const stage = await createCrashStage({ codes });
const { vendor, store } = stage;

async function send(index: number): Promise<Response | undefined> {
  const { url } = stage.server;
  const fields = { first_name: 'Ana', last_name: 'Sari', product: 'blackmask' };
  const promo_code = codes[index];
  const request = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': `the-key-of-lead-${index}`,
      origin: url,
    },
    body: JSON.stringify({ ...fields, phone: phoneOf(index), promo_code }),
  };
  return fetch(`${url}/v1/leads`, request).catch(() => undefined);
}

async function refOf(reply: Response): Promise<string> {
  return ((await reply.json()) as { readonly ref: string }).ref;
}

function phoneOf(index: number): string {
  return String(62_810_000_000 + index);
}

/** Kills the server there. Returns the reply that the visitor got, if any. */
async function crash(index: number, { at, call }: Crash): Promise<Response | undefined> {
  const { child, url, ended } = stage.server;
  if (call) {
    vendor.faults.set(call.of, (_, { execute }) => {
      if (call.isCarriedOut) execute();
      child.kill('SIGKILL');
    });
  } else await fetch(`${url}/healthz?failpoint=${at}`);
  const reply = await send(index);
  assert.equal(await ended, 'SIGKILL');
  vendor.faults.clear();
  return reply;
}

function settledLead(ref: string): Promise<LeadDetails> {
  return eventually(async () => {
    const details = await readLead(store, ref);
    const isOver = details?.lead.due_at === null && details.lead.lease_until === null;
    const { state = 'sending' } = details?.redemption ?? {};
    return isOver && !['waiting', 'pending', 'sending'].includes(state) ? details : undefined;
  });
}

describe('promo-lead serve, killed', () => {
  for (const [index, expected] of crashes.entries()) {
    it(`${expected.at}, delivers the lead once and uses its code at most once`, async () => {
      const heard = await crash(index, expected);
      await stage.restart();
      const reply = await send(index);
      assert.equal(reply?.status, 202);
      if (expected.isReplayed !== undefined) {
        const isReplayed = reply.headers.get('idempotent-replayed') === 'true';
        assert.equal(isReplayed, expected.isReplayed);
      }
      const ref = await refOf(reply);
      if (heard) assert.equal(await refOf(heard), ref, 'what was acknowledged is stored');
      const { lead, redemption } = await settledLead(ref);
      const phone = phoneOf(index);
      assert.equal(lead.state, 'delivered');
      assert.equal(lead.contact_id, expected.isIdKnown ? vendor.contacts.get(phone) : null);
      assert.equal(redemption?.state, expected.code);
      assert.equal(vendor.asked.get(phone), expected.contacts);
      assert.equal(vendor.asked.get(codes[index] ?? '') ?? 0, expected.checks);
    });
  }

  it('has stored exactly what it acknowledged', async () => {
    const leads = await store.selectFrom('leads').select('phone').execute();
    const phones = crashes.map((_, index) => phoneOf(index));
    assert.deepEqual(leads.map(({ phone }) => phone).toSorted(), phones);
    assert.deepEqual([...vendor.contacts.keys()].toSorted(), phones);
  });
});
