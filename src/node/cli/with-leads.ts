import { expireAttempts } from '../../proxy/index.ts';
import type { Store } from '../../store/index.ts';
import type { Config } from '../config/load.ts';
import { type CommonOptions, withStore, type WithStoreOptions } from './command.ts';
import type { Terminal } from './terminal.ts';

/**
 * Opens the store like `withStore()`, for what a person does with leads. A lead whose process died
 * in mid-call is in doubt once its lease ends. If no server runs, only this marks it so.
 */
export function withLeads<T>(
  terminal: Terminal,
  options: CommonOptions,
  work: (store: Store, config: Config) => Promise<T>,
  more: WithStoreOptions = {},
): Promise<T> {
  const afterExpiry = async (store: Store, config: Config): Promise<T> => {
    await expireAttempts(store, { now: Date.now, quietMs: config.quietMs });
    return work(store, config);
  };
  return withStore(terminal, options, afterExpiry, more);
}
