import { Command, InvalidArgumentError } from 'commander';
import type { Store } from '../../store/index.ts';
import { type Config, loadConfig } from '../config/load.ts';
import type { Providers } from '../config/providers.ts';
import { describeLocation } from '../config/store-location.ts';
import { cipherOf } from '../secrets/encryption.ts';
import { describeDifference, identitiesOf, readLastUpstreams } from '../store/last-upstreams.ts';
import { damaged, isDamage, openEmptySqlite } from '../store/open-sqlite.ts';
import { hasStore, noStoreAt, openStore } from '../store/open-store.ts';
import { CommandError } from './command-error.ts';
import { tell, type Terminal, visible } from './terminal.ts';

export { CommandError } from './command-error.ts';

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly data?: string;
  readonly config?: string;
}

/** Runs after the command line was parsed; resolves to the exit code if it is not 0. */
export type Action<Options extends CommonOptions> = (
  context: { readonly terminal: Terminal; readonly options: Options; readonly json: boolean },
  ...names: string[]
) => Promise<number | void>;

/** Collects the actions' exit codes, for which commander has no place. */
export interface CommandScope {
  readonly terminal: Terminal;
  exitCode: number;
}

/** Makes a command with the common options. */
export function command<Options extends CommonOptions>(
  scope: CommandScope,
  nameAndArguments: string,
  {
    description,
    usage,
    setUp,
    action,
  }: {
    readonly description: string;
    /**
     * What a call must have, if there is a choice; by default the arguments and required options.
     */
    readonly usage?: string;
    readonly setUp?: (command: Command) => unknown;
    readonly action: Action<Options>;
  },
): Command {
  const [name = '', ...parameters] = nameAndArguments.split(' ');
  const made = new Command(name).description(description);
  for (const parameter of parameters) made.argument(parameter);
  setUp?.(made);
  const required = made.options.filter(({ mandatory }) => mandatory).map(({ flags }) => flags);
  return made
    .usage([usage ?? [...parameters, ...required].join(' '), '[options]'].join(' ').trim())
    .option('--data <dir>', 'folder of the store and of the server secret')
    .option('--config <file>', 'JSON file with the configuration', parsePath)
    .option('--json', 'one JSON document on standard output')
    .action(async (...received: unknown[]) => {
      const names = received.slice(0, parameters.length).flat().map(String);
      const options = made.opts<Options>();
      const context = { terminal: scope.terminal, options, json: options.json === true };
      scope.exitCode = (await action(context, ...names)) ?? 0;
    });
}

function parsePath(text: string): string {
  return notEmpty(text, 'It must be a path.');
}

/** Parses an option's value. An empty one means a shell variable that is not set. */
export function notEmpty(text: string, rule: string): string {
  if (text.trim() === '') throw new InvalidArgumentError(rule);
  return text;
}

/** The configuration, overridden by this command's flags. */
export function configOf(terminal: Terminal, { data, config }: CommonOptions): Config {
  return loadConfig({ env: terminal.env, file: config, flags: { data } });
}

export interface WithStoreOptions {
  /** Checks a SQLite file for damage first. */
  readonly check?: boolean;
  /**
   * What to do if there is no store. By default the command fails: a wrong `--data` would look like
   * a person who was erased. `make`: makes one. `list`: says that there is nothing to list, and
   * makes none.
   */
  readonly absent?: 'make' | 'list';
  /** Upstreams that the command's decisions depend on: they must be the server's. */
  readonly by?: readonly (keyof Providers)[];
}

/** Opens the store for one command, which gets the configuration too. */
export async function withStore<T>(
  terminal: Terminal,
  options: CommonOptions,
  work: (store: Store, config: Config) => Promise<T>,
  more: WithStoreOptions = {},
): Promise<T> {
  const config = configOf(terminal, options);
  return withStoreOf(terminal, config, (store) => work(store, config), more);
}

/**
 * The same for a command that has already read the configuration. The server may be running, and
 * other commands too.
 */
export async function withStoreOf<T>(
  terminal: Terminal,
  config: Config,
  work: (store: Store) => Promise<T>,
  { check = false, absent, by = [] }: WithStoreOptions = {},
): Promise<T> {
  const { store: location } = config;
  if (absent !== 'make' && !(await hasStore(location))) {
    if (absent !== 'list') throw noStoreAt(location);
    await tell(terminal, `promo-lead: there is no store yet, ${describeLocation(location)}`);
    return withEmptyStore(work);
  }
  const { store, isNew, close } = await openStore(location, { check, cipher: cipherOf(config) });
  try {
    if (isNew) {
      const where = describeLocation(location);
      await tell(terminal, `promo-lead: made a new store, ${where}`);
    }
    await requireSameUpstreams(store, config, by);
    return await work(store);
  } catch (error) {
    throw location.kind === 'sqlite' && isDamage(error) ? damaged(location.file, error) : error;
  } finally {
    await close();
  }
}

async function withEmptyStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const { store, close } = await openEmptySqlite();
  try {
    return await work(store);
  } finally {
    await close();
  }
}

/** Throws {@link CommandError} if the server works with other upstreams than these settings say. */
async function requireSameUpstreams(
  store: Store,
  config: Config,
  parts: readonly (keyof Providers)[],
): Promise<void> {
  if (parts.length === 0) return;
  const server = await readLastUpstreams(store);
  const difference = server && describeDifference(server, identitiesOf(config.providers), parts);
  if (difference !== undefined) throw otherSettings(difference);
}

export function otherSettings(difference: string): CommandError {
  const advice = "Give the server's settings: --config FILE, or its variables";
  return new CommandError(
    `Cannot use this store with these settings: ${visible(difference)}. ${advice}`,
  );
}

/** Parses an option's value as a whole number. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
