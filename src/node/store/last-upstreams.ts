import * as z from 'zod/mini';
import type { Store } from '../../store/index.ts';
import { embeddedName, type Providers, type UpstreamIdentity } from '../config/providers.ts';

/*
 * The store knows which upstreams its server works with. A command knows them only from its
 * settings: one that was given none would take the embedded backend for what serves.
 *
 * The last start counts. If the servers of one store have different settings, commands need those
 * of the server that was started last. Stopping that server changes nothing: only another start
 * says which settings are meant from now on.
 */

export type UpstreamIdentities = Readonly<Record<keyof Providers, UpstreamIdentity>>;

const StoredIdentity = z.object({ name: z.string(), remembers: z.boolean() });
const StoredIdentities = z.object({
  contacts: StoredIdentity,
  promoCodes: StoredIdentity,
  tracker: StoredIdentity,
});

/** Not a key of `SharedValues`: those begin with a digest. */
const key = 'served by';

export function identitiesOf({ contacts, promoCodes, tracker }: Providers): UpstreamIdentities {
  return {
    contacts: contacts.identity,
    promoCodes: promoCodes.identity,
    tracker: tracker.identity,
  };
}

/** For a server that starts. Mostly nothing has changed, and nothing is written. */
export async function recordUpstreams(
  store: Store,
  providers: Providers,
  now: number,
): Promise<void> {
  const value = JSON.stringify(identitiesOf(providers));
  const row = await readRow(store);
  if (row?.value === value) return;
  await store
    .insertInto('shared_values')
    .values({ key, value, generation: 0, loaded_at: now, lease_until: null })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, loaded_at: now }))
    .execute();
}

/** What the server works with; undefined if none was started yet. */
export async function readLastUpstreams(store: Store): Promise<UpstreamIdentities | undefined> {
  const row = await readRow(store);
  return row?.value == null ? undefined : StoredIdentities.parse(JSON.parse(row.value));
}

function readRow(store: Store): Promise<{ readonly value: string | null } | undefined> {
  return store
    .selectFrom('shared_values')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst();
}

const sentences: Readonly<Record<keyof Providers, (name: string) => string>> = {
  contacts: (name) => `sends leads to ${name}`,
  promoCodes: (name) => `takes promo codes from ${name}`,
  tracker: (name) => `tells ${name} of leads`,
};

/** How the server's upstreams differ from those of these settings, in words; undefined if not. */
export function describeDifference(
  server: UpstreamIdentities,
  here: UpstreamIdentities,
  parts: readonly (keyof Providers)[],
): string | undefined {
  const clauses = parts
    .filter((part) => server[part].name !== here[part].name)
    .map((part) => {
      const [there, ours] = [server, here].map((identities) => withArticle(identities[part]));
      return `${sentences[part](String(there))}, and here ${ours} is configured`;
    });
  return clauses.length === 0 ? undefined : `its server ${clauses.join('; it ')}`;
}

function withArticle({ name }: UpstreamIdentity): string {
  return name === embeddedName ? `the ${name}` : name;
}
