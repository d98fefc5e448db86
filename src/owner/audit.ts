import { dayMs } from '../contract/durations.ts';
import { type OwnerAction, type OwnerActionKind, ownerActions } from '../contract/owner/actions.ts';
import type { OwnerAuditEntry, OwnerAuditPage } from '../contract/owner/session.ts';
import { toIso } from '../contract/to-iso.ts';
import { chunkSize, type Store } from '../store/index.ts';

export interface AuditEntry {
  /** A session, `token` or `demo`. */
  readonly actor: string;
  readonly action: OwnerAction;
  /** A reference, a code, a filter: never a name or a phone. */
  readonly subject?: string | undefined;
  /** ms since 1970. */
  readonly at: number;
}

/**
 * Adds an entry and resolves to its id. Only its outcome ever changes, and nobody removes it: it
 * goes by its age, if at all.
 */
export async function writeAudit(store: Store, { subject, ...entry }: AuditEntry): Promise<number> {
  const values = { ...entry, subject: subject ?? null, outcome: null };
  const insert = store.insertInto('audit_entries').values(values).returning('id');
  return (await insert.executeTakeFirstOrThrow()).id;
}

/** Notes in entries that it was not done. */
export async function writeOutcome(
  store: Store,
  ids: readonly number[],
  outcome: NonNullable<OwnerAuditEntry['outcome']>,
): Promise<void> {
  await store.updateTable('audit_entries').set({ outcome }).where('id', 'in', ids).execute();
}

/** For how many days the history is kept; without a number, for good. */
export interface AuditRetention {
  readonly history?: number | undefined;
}

/**
 * Removes a batch of the entries that are older than they may get. Resolves to whether there may be
 * more.
 */
export async function removeOldAudit(
  store: Store,
  { now, retention }: { readonly now: number; readonly retention: AuditRetention },
): Promise<boolean> {
  const { history } = retention;
  if (history === undefined) return false;
  // Only the first are looked at, as their ids have the order of their times: no index is needed.
  const first = await store
    .selectFrom('audit_entries')
    .select(['id', 'at'])
    .orderBy('id')
    .limit(chunkSize)
    .execute();
  const ids = first.filter(({ at }) => at < now - history * dayMs).map(({ id }) => id);
  if (ids.length > 0) await store.deleteFrom('audit_entries').where('id', 'in', ids).execute();
  return ids.length === chunkSize;
}

/** Which entries: of a kind, and before one (by its id). */
interface AuditSelection {
  readonly kind: OwnerActionKind | undefined;
  readonly before: number | undefined;
  readonly limit: number;
}

/** Resolves to the newest first. */
export async function readAudit(
  store: Store,
  { kind, before, limit }: AuditSelection,
): Promise<OwnerAuditPage> {
  let query = store.selectFrom('audit_entries').selectAll();
  if (kind) query = query.where('action', 'in', ownerActions[kind]);
  if (before !== undefined) query = query.where('id', '<', before);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const entries = rows.slice(0, limit).map(({ id, at, actor, action, subject, outcome }) => ({
    id,
    at: toIso(at),
    actor,
    action,
    subject,
    outcome,
  }));
  const last = entries.at(-1);
  return { entries, next: rows.length > limit && last ? String(last.id) : null };
}
