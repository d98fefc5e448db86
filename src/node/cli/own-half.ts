import type { Store } from '../../store/index.ts';
import type { Config } from '../config/load.ts';
import { otherwise, type Parties, partiesOf, partiesOfServer } from '../store/served-by.ts';
import { embeddedIn, type Upstreams, upstreamNames } from '../upstreams/upstreams.ts';
import { CommandError } from './command-error.ts';
import { type CommonOptions, configOf, withStoreOf, type WithStoreOptions } from './command.ts';
import { tell, type Terminal, visible } from './terminal.ts';

/*
 * Commands of the embedded backend, where one of its halves is kept elsewhere: then the store has
 * what was there before, or nothing, and no visitor's request ever reads it.
 */

type Half = keyof Upstreams['embedded'];
/** The journal has the uses of a file's codes too, and of those of a module. */
type List = Half | 'journal';

const whatIn = {
  promoholder: 'Companies, promo codes and their tokens',
  journal: 'Promo codes and what was used of them',
  promosSeru: 'Contacts',
} as const satisfies Readonly<Record<List, string>>;

const partOf = {
  promoholder: 'promoCodes',
  journal: 'promoCodes',
  promosSeru: 'contacts',
} as const satisfies Readonly<Record<List, keyof Parties>>;

/** Refuses to change what nothing would read. Answers the configuration that says so. */
export function requireHalf(terminal: Terminal, options: CommonOptions, half: Half): Config {
  const config = configOf(terminal, options);
  const elsewhere = keptElsewhere(config, half);
  if (elsewhere !== undefined) throw new CommandError(`${elsewhere} Nothing was changed`);
  return config;
}

/** Opens the store to change what the embedded backend has, as {@link requireHalf} lets it. */
export async function changeHalf<T>(
  terminal: Terminal,
  options: CommonOptions,
  half: Half,
  work: (store: Store) => Promise<T>,
  more: Pick<WithStoreOptions, 'absent'> = {},
): Promise<T> {
  return changeHalfOf(terminal, requireHalf(terminal, options, half), half, work, more);
}

/** The same for a command that has the configuration of {@link requireHalf} already. */
export function changeHalfOf<T>(
  terminal: Terminal,
  config: Config,
  half: Half,
  work: (store: Store) => Promise<T>,
  more: Pick<WithStoreOptions, 'absent'> = {},
): Promise<T> {
  return withStoreOf(terminal, config, work, { ...more, by: [partOf[half]] });
}

/**
 * Opens the store to list what the embedded backend has, and says so where that is not what
 * visitors get; `none` is then what an empty list has to say.
 */
export async function listHalf<T>(
  terminal: Terminal,
  options: CommonOptions,
  { half, none }: { readonly half: List; readonly none: string },
  work: (store: Store, none: string, config: Config) => Promise<T>,
): Promise<T> {
  const config = configOf(terminal, options);
  const elsewhere = keptElsewhere(config, half);
  const list = async (store: Store): Promise<T> => {
    const why = elsewhere ?? (await keptElsewhereByServer(store, config, half));
    if (why === undefined) return work(store, none, config);
    await tell(terminal, `${why} This is the list of the embedded backend.`);
    return work(store, 'It is empty.', config);
  };
  return withStoreOf(terminal, config, list, { absent: 'list' });
}

/** The same as the server has it, where settings are missing that say so. */
async function keptElsewhereByServer(
  store: Store,
  config: Config,
  half: List,
): Promise<string | undefined> {
  const server = await partiesOfServer(store);
  // The journal has the uses of a file's codes.
  if (!server || (half === 'journal' && !server.promoCodes.remembers)) return undefined;
  const difference = otherwise(server, partiesOf(config), [partOf[half]]);
  return difference && `These are not the server's settings: ${visible(difference)}.`;
}

/** Where a half is kept, in a sentence; undefined where it is in our own store. */
function keptElsewhere(config: Config, half: List): string | undefined {
  const isOurs = half === 'journal' ? config.promoholder === undefined : embeddedIn(config)[half];
  if (isOurs) return undefined;
  const { promoCodes, contacts } = upstreamNames(config);
  const where = half === 'promosSeru' ? contacts : promoCodes;
  return `${whatIn[half]} are kept at ${visible(where)}; change them there.`;
}
