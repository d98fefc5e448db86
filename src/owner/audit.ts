import type { OwnerAuditPage } from '../contract/owner/session.ts';
import type { Store } from '../store/store.ts';

export interface AuditEntry {
  /** A session, `token` or `demo`. */
  readonly actor: string;
  /** Thing and verb: `lead.read`, `code.pause`. */
  readonly action: string;
  /** A reference, a code, a filter: never a name or a phone. */
  readonly subject?: string | undefined;
  /** ms since 1970. */
  readonly at: number;
}

/** Adds an entry; none is ever changed or removed. */
export async function writeAudit(store: Store, { subject, ...entry }: AuditEntry): Promise<void> {
  const values = { ...entry, subject: subject ?? null };
  await store.insertInto('audit_entries').values(values).execute();
}

/** Entries before one (by its id), the newest first. */
export async function readAudit(
  store: Store,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<OwnerAuditPage> {
  let query = store.selectFrom('audit_entries').selectAll();
  if (before !== undefined) query = query.where('id', '<', before);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const entries = rows.slice(0, limit).map(({ id, at, actor, action, subject }) => ({
    id,
    at: new Date(at).toISOString(),
    actor,
    action,
    subject,
  }));
  const last = entries.at(-1);
  return { entries, next: rows.length > limit && last ? String(last.id) : null };
}
