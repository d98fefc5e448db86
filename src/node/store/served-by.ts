import { basename } from 'node:path';
import * as z from 'zod/mini';
import type { Store } from '../../store/index.ts';
import type { Config } from '../config/load.ts';
import { embeddedName } from '../upstreams/upstreams.ts';

/*
 * The store knows with whom its server works, because a command knows that only from settings, and
 * one that was given none would take the embedded backend for what serves.
 *
 * The last start counts. Where several servers of one store have different settings, commands have
 * to be given those of the one that was started last. That is also so of a server that was stopped
 * since: only who starts one says which settings are meant from now on.
 */

export interface Party {
  /** The host of a vendor's URL, or the name of a file: no secret, and the same on each machine. */
  readonly name: string;
  /** Whether it knows outside of our store what it was sent. */
  readonly remembers: boolean;
}

/** Who takes leads, who has promo codes, and who is told how leads ended. */
export interface Parties {
  readonly contacts: Party;
  readonly promoCodes: Party;
  readonly tracker: Party;
}

const StoredParty = z.object({ name: z.string(), remembers: z.boolean() });
const StoredParties = z.object({
  contacts: StoredParty,
  promoCodes: StoredParty,
  tracker: StoredParty,
});

/** No key of `SharedValues`: those begin with a digest. */
const key = 'served by';

export function partiesOf(config: Config): Parties {
  const { postback } = config;
  return {
    contacts: contactsOf(config),
    promoCodes: promoCodesOf(config),
    tracker: postback
      ? { name: new URL(postback.url.reveal()).host, remembers: true }
      : { name: 'no tracker', remembers: false },
  };
}

const embedded: Party = { name: embeddedName, remembers: false };

function contactsOf({ promosSeru, others: { webhook, contactsModule } }: Config): Party {
  const url = webhook?.url.reveal() ?? promosSeru.url;
  if (contactsModule !== undefined) return { name: basename(contactsModule), remembers: true };
  return url === undefined ? embedded : { name: new URL(url).host, remembers: true };
}

function promoCodesOf({ promoholder, others: { codeFile, promoCodesModule } }: Config): Party {
  if (promoCodesModule !== undefined) return { name: basename(promoCodesModule), remembers: true };
  // Uses of a file's codes are counted in our own store.
  if (codeFile !== undefined) return { name: basename(codeFile), remembers: false };
  return promoholder ? { name: new URL(promoholder.url).host, remembers: true } : embedded;
}

/** For a server that starts. Mostly nothing has changed, and nothing is written. */
export async function noteParties(store: Store, config: Config, now: number): Promise<void> {
  const value = JSON.stringify(partiesOf(config));
  const row = await rowOf(store);
  if (row?.value === value) return;
  await store
    .insertInto('shared_values')
    .values({ key, value, generation: 0, loaded_at: now, lease_until: null })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, loaded_at: now }))
    .execute();
}

/** With whom the server works; undefined where none was started yet. */
export async function partiesOfServer(store: Store): Promise<Parties | undefined> {
  const row = await rowOf(store);
  return row?.value == null ? undefined : StoredParties.parse(JSON.parse(row.value));
}

function rowOf(store: Store): Promise<{ readonly value: string | null } | undefined> {
  return store
    .selectFrom('shared_values')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst();
}

const deeds: Readonly<Record<keyof Parties, (name: string) => string>> = {
  contacts: (name) => `sends leads to ${name}`,
  promoCodes: (name) => `takes promo codes from ${name}`,
  tracker: (name) => `tells ${name} of leads`,
};

/** What the server does otherwise than these settings would, in words; undefined if nothing. */
export function otherwise(
  server: Parties,
  here: Parties,
  parts: readonly (keyof Parties)[],
): string | undefined {
  const clauses = parts
    .filter((part) => server[part].name !== here[part].name)
    .map((part) => {
      const [there, ours] = [server, here].map((parties) => called(parties[part]));
      return `${deeds[part](String(there))}, and here ${ours} is configured`;
    });
  return clauses.length === 0 ? undefined : `its server ${clauses.join('; it ')}`;
}

function called({ name }: Party): string {
  return name === embeddedName ? `the ${name}` : name;
}
