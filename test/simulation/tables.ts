import type { DatabaseSync } from 'node:sqlite';
import type { Selectable } from 'kysely';
import type { LeadTable, RedemptionTable } from '../../src/store/index.ts';

/** A row of the leads. */
export type LeadState = Pick<
  Selectable<LeadTable>,
  | 'ref'
  | 'phone'
  | 'click_id'
  | 'state'
  | 'attempts'
  | 'doubts'
  | 'fence'
  | 'due_at'
  | 'lease_until'
  | 'contact_id'
  | 'detail'
>;

/** A row of the redemptions. */
export type RedemptionState = Pick<
  Selectable<RedemptionTable>,
  'id' | 'lead_ref' | 'code' | 'state' | 'fence' | 'due_at' | 'lease_until' | 'detail'
>;

/** The tables as the checks read them: directly, without any process. */
export interface Tables {
  leads(): readonly LeadState[];
  redemptions(): readonly RedemptionState[];
}

export function readTables(raw: DatabaseSync): Tables {
  const leads = raw.prepare(
    `select ref, phone, click_id, state, attempts, doubts, fence, due_at, lease_until, contact_id,
      detail from leads order by rowid`,
  );
  const redemptions = raw.prepare(
    `select id, lead_ref, code, state, fence, due_at, lease_until, detail from redemptions
      order by rowid`,
  );
  return {
    leads: () => leads.all() as unknown as readonly LeadState[],
    redemptions: () => redemptions.all() as unknown as readonly RedemptionState[],
  };
}

/** Whether nothing is due and nothing runs. */
export function isAtRest(tables: Tables): boolean {
  return [...tables.leads(), ...tables.redemptions()].every(
    ({ due_at, lease_until }) => due_at === null && lease_until === null,
  );
}
