import { expireAttempts } from '../../proxy/index.ts';
import type { Store } from '../../store/index.ts';
import type { Config } from '../config/load.ts';
import { type CommonOptions, withStore, type WithStoreOptions } from './command.ts';
import type { Terminal } from './terminal.ts';

/**
 * Opens the store for what a person does about leads, as `withStore()`. A lead whose process died
 * in mid-call is in doubt after its lease, and no more on its way: where no server runs, nobody
 * else would say so.
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
