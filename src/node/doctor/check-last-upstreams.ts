import type { Store } from '../../store/index.ts';
import type { Config } from '../config/load.ts';
import { describeDifference, identitiesOf, readLastUpstreams } from '../store/last-upstreams.ts';
import { type Check, warning } from './check.ts';

/**
 * @yields {Check} That the store's server works with other upstreams than these settings say. It is
 * not a failure: after a change of settings, the doctor runs before the server's next start.
 */
export async function* checkLastUpstreams(
  { providers }: Config,
  store: Store,
): AsyncGenerator<Check> {
  const server = await readLastUpstreams(store);
  const parts = ['contacts', 'promoCodes', 'tracker'] as const;
  const difference = server && describeDifference(server, identitiesOf(providers), parts);
  if (difference === undefined) return;
  const detail = `they are not those of the store's server: ${difference}`;
  const advice =
    "Give the server's settings: --config FILE, or its variables. " +
    'If you changed them on purpose: its next start takes these.';
  yield warning('settings', detail, advice);
}
