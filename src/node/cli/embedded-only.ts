import type { Store } from '../../store/index.ts';
import type { Config } from '../config/load.ts';
import type { Providers } from '../config/providers.ts';
import { describeDifference, identitiesOf, readLastUpstreams } from '../store/last-upstreams.ts';
import { CommandError } from './command-error.ts';
import { type CommonOptions, configOf, withStoreOf, type WithStoreOptions } from './command.ts';
import { tell, type Terminal, visible } from './terminal.ts';

/*
 * Commands about what the embedded backend has. If promo codes or contacts are kept elsewhere, the
 * store has what was there before, or nothing, and no visitor's request ever reads it.
 */

type EmbeddedPart = Extract<keyof Providers, 'promoCodes' | 'contacts'>;
/** The journal also has the uses of codes of a file and of a module. */
type EmbeddedList = EmbeddedPart | 'journal';

const whatIn = {
  promoCodes: 'Companies, promo codes and their tokens',
  journal: 'Promo codes and what was used of them',
  contacts: 'Contacts',
} as const satisfies Readonly<Record<EmbeddedList, string>>;

function partOf(list: EmbeddedList): EmbeddedPart {
  return list === 'journal' ? 'promoCodes' : list;
}

/**
 * Refuses to change companies, promo codes and tokens that nothing would read. Returns the
 * configuration that says so.
 */
export function requireEmbedded(terminal: Terminal, options: CommonOptions): Config {
  const config = configOf(terminal, options);
  const elsewhere = keptElsewhere(config, 'promoCodes');
  if (elsewhere !== undefined) throw new CommandError(`${elsewhere} Nothing was changed`);
  return config;
}

/** Opens the store to change them, if {@link requireEmbedded} allows it. */
export async function changeEmbedded<T>(
  terminal: Terminal,
  options: CommonOptions,
  work: (store: Store) => Promise<T>,
  more: Pick<WithStoreOptions, 'absent'> = {},
): Promise<T> {
  return changeEmbeddedOf(terminal, requireEmbedded(terminal, options), work, more);
}

/** The same for a command that already has the configuration of {@link requireEmbedded}. */
export function changeEmbeddedOf<T>(
  terminal: Terminal,
  config: Config,
  work: (store: Store) => Promise<T>,
  more: Pick<WithStoreOptions, 'absent'> = {},
): Promise<T> {
  return withStoreOf(terminal, config, work, { ...more, by: ['promoCodes'] });
}

/**
 * Opens the store to list what the embedded backend has, and says so if that is not what visitors
 * get; `none` is then what an empty list has to say.
 */
export async function listEmbedded<T>(
  terminal: Terminal,
  options: CommonOptions,
  { list, none }: { readonly list: EmbeddedList; readonly none: string },
  work: (store: Store, none: string, config: Config) => Promise<T>,
): Promise<T> {
  const config = configOf(terminal, options);
  const elsewhere = keptElsewhere(config, list);
  const read = async (store: Store): Promise<T> => {
    const why = elsewhere ?? (await keptElsewhereByServer(store, config, list));
    if (why === undefined) return work(store, none, config);
    await tell(terminal, `${why} This is the list of the embedded backend.`);
    return work(store, 'It is empty.', config);
  };
  return withStoreOf(terminal, config, read, { absent: 'list' });
}

/** The same by what the server works with, for a command that lacks the settings. */
async function keptElsewhereByServer(
  store: Store,
  { providers }: Config,
  list: EmbeddedList,
): Promise<string | undefined> {
  const server = await readLastUpstreams(store);
  // The journal has the uses of a file's codes.
  if (!server || (list === 'journal' && !server.promoCodes.remembers)) return undefined;
  const difference = describeDifference(server, identitiesOf(providers), [partOf(list)]);
  return difference && `These are not the server's settings: ${visible(difference)}.`;
}

/** Where a list is kept, in a sentence; undefined if it is in our own store. */
function keptElsewhere({ providers }: Config, list: EmbeddedList): string | undefined {
  const { kind, name } = providers[partOf(list)];
  const isOurs = list === 'journal' ? kind !== 'vendor' : kind === 'embedded';
  return isOurs ? undefined : `${whatIn[list]} are kept at ${visible(name)}; change them there.`;
}
