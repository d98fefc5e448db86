import type { Store } from '../store/index.ts';
import { BackendError } from './backend-error.ts';
import { addCode } from './codes.ts';
import { addCompany, hasCompany } from './companies.ts';
import type { NewCode } from './new-code.ts';
import { addToken } from './tokens.ts';

/** The demo's company, and its promoholder token: no secret, for a server on loopback alone. */
export const demoCompany = 'demo-company';
export const demoToken = 'demo-token';

/** Seeds the demo's company, token and codes, once: what the owner changed later stays. */
export async function seedDemo(store: Store, now: number): Promise<void> {
  if (await hasCompany(store, demoCompany)) return;
  // SQLite begins it as a writer, so of two processes that start at once the second waits here.
  await store.transaction().execute(async (transaction) => {
    if (await hasCompany(transaction, demoCompany)) return;
    await addCompany(transaction, { id: demoCompany, title: 'Demo company', now });
    await addDemoToken(transaction, now);
    for (const code of demoCodes(new Date(now).getUTCFullYear())) {
      await addCode(transaction, { ...code, company: demoCompany, now });
    }
  });
}

async function addDemoToken(store: Store, now: number): Promise<void> {
  try {
    await addToken(store, { name: 'demo', token: demoToken, now });
  } catch (error) {
    // An owner may have a token of that name already; that one stays.
    if (!(error instanceof BackendError && error.failure === 'duplicate')) throw error;
  }
}

function demoCodes(year: number): readonly NewCode[] {
  return [
    { code: 'WELCOME10' },
    { code: 'ONCE', limit: 1 },
    { code: 'LASTYEAR', starts: `${year - 1}-01-01`, ends: `${year - 1}-12-31` },
    { code: 'NEXTYEAR', starts: `${year + 1}-01-01` },
    { code: 'PAUSED', active: false },
  ];
}
