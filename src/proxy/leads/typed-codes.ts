import { erasedCode } from '../../contract/code.ts';
import { readsAsPhone } from '../../contract/phone.ts';
import { heldUseStates } from '../../contract/redemption-states.ts';
import { pages } from '../../store/rows/pages.ts';
import { type Store, transact } from '../../store/store.ts';

/** A row in which a phone was typed as a promo code. */
export interface TypedCode {
  readonly in: 'redemptions' | 'leads';
  /** The `id` of the use, or the `ref` of the lead. */
  readonly id: string;
  /** As it was typed. */
  readonly code: string;
  /** ms since 1970. */
  readonly at: number;
}

export interface ErasedCodes {
  /** Uses and leads from which it was erased. */
  readonly erased: number;
  /** Uses that may still be sent, and leads with one: they keep it until then. */
  readonly left: number;
}

/** @yields Uses and leads whose promo code is this phone (ASCII digits), in any formatting. */
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
 * Erases a phone (ASCII digits) from all rows that {@link codesOfPhone} finds. The rows stay: they
 * are leads of other people, or uses that are finished or wait for a person.
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
    // A use that may still be sent needs its code.
    .where('state', 'not in', heldUseStates)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** A lead has its code as it was typed, besides its use. */
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
