import { isCorrectable } from '../../src/contract/lead-states.ts';
import {
  correctLead,
  releaseLeads,
  retryLead,
  retryRedemption,
  settleLeadByHand,
  settleRedemptionByHand,
} from '../../src/proxy/index.ts';
import { type Store, StoreError } from '../../src/store/index.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import type { LeadState, RedemptionState, Tables } from './tables.ts';

export interface OwnerOptions {
  readonly store: Store;
  readonly tables: Tables;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly now: () => number;
  /** If a process may be held up between its claim and its call, the owner only retries. */
  readonly scenario: Scenario;
}

/**
 * Handles something that needs a person's attention: sends it again, or looks it up at the vendor
 * and records what is true there. Before a look-up the owner waits until no call is on its way any
 * more.
 */
export async function actAsOwner(options: OwnerOptions): Promise<string> {
  const { tables, random } = options;
  const leads = tables
    .leads()
    .filter(({ state }) => /^(?:held|dead|rejected|quarantined)$/.test(state));
  const redemptions = tables
    .redemptions()
    .filter(({ state }) => state === 'held' || state === 'unconfirmed');
  try {
    if (leads.length > 0 && (redemptions.length === 0 || random.chance(0.5))) {
      return await actOnLead(options, random.pick(leads));
    }
    return redemptions.length > 0
      ? await actOnRedemption(options, random.pick(redemptions))
      : 'nothing to do';
  } catch (error) {
    // The command failed with a message.
    if (error instanceof StoreError) return 'cannot use the store';
    throw error;
  }
}

async function actOnLead(options: OwnerOptions, lead: LeadState): Promise<string> {
  const { store, tables, ledger, random, now, scenario } = options;
  const { isSteady, refusedPhones } = scenario;
  const { ref, phone, click_id, state } = lead;
  if (state === 'quarantined') {
    const released = await releaseLeads(store, [ref], now());
    return `releases ${click_id}: ${released.size}`;
  }
  // A lead that was rejected by hand may be at the vendor under another phone; one that the vendor
  // itself refused is not.
  const isRefused = state === 'rejected' && refusedPhones.has(phone);
  if (isCorrectable(lead) && (isRefused || state !== 'rejected') && random.chance(0.5)) {
    const fields = { phone: `6281234567${random.below(6)}` };
    const { status } = await correctLead(store, { ref, fields, products: [], now: now() });
    return `corrects ${click_id} to ${fields.phone}: ${status}`;
  }
  if (!isSteady || random.chance(0.5)) {
    const { status } = await retryLead(store, ref, now());
    return `retries ${click_id}: ${status}`;
  }
  if (!ledger.isQuiet(click_id)) return `waits for ${click_id}`;
  const contact = ledger.contactOf(phone);
  const isKnown = tables.leads().some((each) => each.phone === phone && each.state === 'delivered');
  const decision =
    contact?.subject === click_id && !isKnown
      ? ({ state: 'delivered', contactId: String(contact.id) } as const)
      : ({ state: 'rejected' } as const);
  const { status } = await settleLeadByHand(store, ref, decision, now());
  return `settles ${click_id} as ${decision.state}: ${status}`;
}

async function actOnRedemption(
  options: OwnerOptions,
  redemption: RedemptionState,
): Promise<string> {
  const { store, tables, ledger, now, scenario } = options;
  const { id, code, state } = redemption;
  if (state === 'held') {
    const { status } = await retryRedemption(store, id, now());
    return `retries ${code}: ${status}`;
  }
  if (!scenario.isSteady || !ledger.isQuiet(code)) return `waits for ${code}`;
  const known = tables.redemptions().filter((each) => each.code === code);
  const redeemed = known.filter((each) => each.state === 'redeemed').length;
  const decision = ledger.usesOf(code) > redeemed ? 'redeemed' : 'refused';
  const { status } = await settleRedemptionByHand(store, id, decision, now());
  return `settles ${code} as ${decision}: ${status}`;
}
