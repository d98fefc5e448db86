import { type Store, transact } from '../store/index.ts';
import { BackendError } from './backend-error.ts';
import { addCode } from './codes/codes.ts';
import type { NewCode } from './codes/new-code.ts';
import { addCompany, hasCompany } from './companies.ts';
import { addToken } from './tokens.ts';

/** The demo's company and its promoholder token, which is no secret: only for loopback. */
export const demoCompany = 'demo-company';
export const demoToken = 'demo-token';

/** Seeds the demo's company, token and codes once: what the owner changes later stays. */
export async function seedDemo(store: Store, now: number): Promise<void> {
  if (await hasCompany(store, demoCompany)) return;
  await transact(store, async (transaction) => {
    // If two processes start at once, the second waits here and finds it done.
    const company = { id: demoCompany, title: 'Demo company', now };
    if (!(await isAdded(addCompany(transaction, company)))) return;
    // An owner may already have a token of that name, which stays.
    await isAdded(addToken(transaction, { name: 'demo', token: demoToken, now }));
    for (const code of demoCodes(new Date(now).getUTCFullYear())) {
      await addCode(transaction, { ...code, company: demoCompany, now });
    }
  });
}

/** False if it existed already. */
async function isAdded(adding: Promise<unknown>): Promise<boolean> {
  try {
    await adding;
    return true;
  } catch (error) {
    if (error instanceof BackendError && error.failure === 'duplicate') return false;
    throw error;
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
