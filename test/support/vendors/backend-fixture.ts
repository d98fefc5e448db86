import { setImmediate as nextTurn } from 'node:timers/promises';
import { addCompany, addToken, createBackend } from '../../../src/backend/index.ts';
import type { FetchHandler } from '../../../src/contract/fetch-handler.ts';
import type { Store } from '../../../src/store/index.ts';
import { testStore } from '../store/test-store.ts';

/** The embedded backend with one company, one promoholder token and a clock that can be set. */
export interface BackendFixture {
  readonly store: Store;
  readonly fetch: FetchHandler;
  readonly clock: { now: number };
  readonly company: string;
  readonly token: string;
}

export const products = [
  { slug: 'garcinia-cambogia', aliases: ['cambogia'] },
  { slug: 'blackmask' },
  { slug: 'hallupro' },
] as const;

export async function backendFixture(givenStore?: Store): Promise<BackendFixture> {
  const store = givenStore ?? (await testStore());
  const clock = { now: Date.parse('2026-06-15T12:00:00Z') };
  const company = 'acme';
  await addCompany(store, { id: company, title: 'Acme', now: clock.now });
  const { token } = await addToken(store, { name: 'test', token: 'canary-token', now: clock.now });
  const fetch = createBackend({
    store,
    secret: 'server secret',
    secretKey: '768',
    products,
    now: () => clock.now,
    nextTurn: () => nextTurn(),
  });
  return { store, fetch, clock, company, token };
}
