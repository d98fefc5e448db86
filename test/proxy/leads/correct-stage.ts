import type { CorrectLead } from '../../../src/contract/owner/correct-lead.ts';
import type { Product } from '../../../src/contract/product.ts';
import { type CorrectionOutcome, correctLead, readLead } from '../../../src/proxy/index.ts';
import { sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import { answers, contact } from '../../support/proxy/vendor-calls.ts';

export const wrong = '628123456789';
export const right = '628123456780';
const products: readonly Product[] = [
  { slug: 'garcinia-cambogia', aliases: ['cambogia'] },
  { slug: 'blackmask' },
];
/** A lead that the vendor refused. */
export async function rejectedLead(stage: Stage): Promise<string> {
  stage.faults.set(contact, answers('invalid phone format'));
  const ref = await sendLead(stage, 'a-lead-key', { promo_code: 'ONCE' });
  await stage.work();
  stage.faults.clear();
  return ref;
}

export function correct(
  stage: Stage,
  ref: string,
  fields: CorrectLead,
): Promise<CorrectionOutcome> {
  return correctLead(stage.store, { ref, fields, products, now: stage.now });
}

export async function outcomeOf(stage: Stage, ref: string): Promise<readonly unknown[]> {
  const { lead, redemption } = (await readLead(stage.store, ref)) ?? {};
  return [lead?.state, lead?.phone, redemption?.state];
}
