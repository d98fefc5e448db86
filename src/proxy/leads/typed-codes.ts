import { erasedCode } from '../../contract/code.ts';
import { readsAsPhone } from '../../contract/phone.ts';
import { heldUseStates } from '../../contract/redemption-states.ts';
import { pages } from '../../store/rows/pages.ts';
import { type Store, transact } from '../../store/store.ts';

/** Where somebody typed a phone for a promo code. */
export interface TypedCode {
  readonly in: 'redemptions' | 'leads';
  /** Of the use; `ref` of the lead. */
  readonly id: string;
  /** As it was typed. */
  readonly code: string;
  /** ms since 1970. */
  readonly at: number;
}

export interface ErasedCodes {
  /** Uses and leads that no longer have it. */
  readonly erased: number;
  /** Uses that may still be sent, and leads with one: they have it until then. */
  readonly left: number;
}

/** @yields Uses and leads whose promo code was a phone (ASCII digits), in whatever formatting. */
export async function* codesOfPhone(store: Store, phone: string): AsyncGenerator<TypedCode> {
  const uses = pages<Omit<TypedCode, 'in'>>((last, limit) =>
    store
      .selectFrom('redemptions')
      .select(['id', 'code', 'created_at as at'])
      .where('id', '>', last?.id ?? '')
      .orderBy('id')
      .limit(limit)
      .execute(),
  );
  for await (const use of uses) {
    if (readsAsPhone(use.code, phone)) yield { in: 'redemptions', ...use };
  }
  const leads = pages<Omit<TypedCode, 'in'>>((last, limit) =>
    store
      .selectFrom('leads')
      .select(['ref as id', 'promo_code as code', 'received_at as at'])
      .where('ref', '>', last?.id ?? '')
      .where('promo_code', 'is not', null)
      .$narrowType<{ code: string }>()
      .orderBy('ref')
      .limit(limit)
      .execute(),
  );
  for await (const lead of leads) {
    if (readsAsPhone(lead.code, phone)) yield { in: 'leads', ...lead };
  }
}

/**
 * Takes a phone (ASCII digits) out of whatever {@link codesOfPhone} finds. It stays what it is:
 * another person's lead, a use that came to its end or waits for a person to look it up.
 */
export async function erasePhoneFromCodes(store: Store, phone: string): Promise<ErasedCodes> {
  let [erased, left] = [0, 0];
  for await (const typed of codesOfPhone(store, phone)) {
    const isErased = await (typed.in === 'leads' ? eraseFromLead : eraseFromUse)(store, typed.id);
    if (isErased) erased += 1;
    else left += 1;
  }
  return { erased, left };
}

async function eraseFromUse(store: Store, id: string): Promise<boolean> {
  const { numUpdatedRows } = await store
    .updateTable('redemptions')
    // A refusal in the vendor's own words may name the code.
    .set({ code: erasedCode, code_key: null, detail: null })
    .where('id', '=', id)
    // It may still be sent, and needs its code for that.
    .where('state', 'not in', heldUseStates)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** A lead has its code as it was typed, beside its use. */
function eraseFromLead(store: Store, ref: string): Promise<boolean> {
  return transact(store, async (transaction) => {
    const use = await transaction
      .selectFrom('redemptions')
      .select('state')
      .where('lead_ref', '=', ref)
      .where('state', 'in', heldUseStates)
      .executeTakeFirst();
    if (use) return false;
    await transaction
      .updateTable('leads')
      .set({ promo_code: erasedCode })
      .where('ref', '=', ref)
      .execute();
    return true;
  });
}
