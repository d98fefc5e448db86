import { addCode } from '../../../src/backend/index.ts';
import type { FetchHandler } from '../../../src/contract/fetch-handler.ts';
import { promoholder } from '../../../src/upstream/promoholder/adapter.ts';
import { promosSeru } from '../../../src/upstream/promos-seru/adapter.ts';
import { type BackendFixture, backendFixture } from './backend-fixture.ts';
import type { UpstreamFixture } from './upstream-conformance.ts';

/** How the adapters reach a backend. */
export interface Connection {
  readonly baseUrl: string;
  readonly fetch: FetchHandler;
  close(): Promise<void>;
}

const codes = {
  unlimited: 'SPRING',
  once: 'Once-1',
  usedUp: 'GONE',
  expired: 'LAST',
  notStarted: 'NEXT',
  inactive: 'PAUSED',
} as const;

/** The embedded backend, prepared for the conformance suite. */
export async function embeddedUpstreams(
  connect: (backend: BackendFixture) => Connection | Promise<Connection>,
): Promise<UpstreamFixture> {
  const backend = await backendFixture();
  const { store, company, token, clock } = backend;
  const day = { company, timezone: 'Europe/Moscow', now: clock.now };
  await addCode(store, { ...day, code: codes.unlimited, starts: '2026-06-15', ends: '2026-06-15' });
  await addCode(store, { ...day, code: codes.once, limit: 1 });
  await addCode(store, { ...day, code: codes.usedUp, limit: 0 });
  await addCode(store, { ...day, code: codes.expired, ends: '2026-06-15 14:59:59' });
  await addCode(store, { ...day, code: codes.notStarted, starts: '2026-06-15 15:00:01' });
  await addCode(store, { ...day, code: codes.inactive, active: false });

  const { baseUrl, fetch, close } = await connect(backend);
  const client = { baseUrl, fetch, name: 'Läden & Co', secretKey: '768' };
  let contactCount = 0;
  return {
    promoCodes: promoholder({ baseUrl, fetch, token }),
    strangerToPromoCodes: promoholder({ baseUrl, fetch, token: 'another' }),
    contacts: promosSeru(client),
    strangerToContacts: promosSeru({ ...client, secretKey: '769' }),
    company,
    codes,
    newContact: () => ({
      ref: 'REF',
      first_name: 'José & Söhne = 100 %+',
      last_name: "D'Angelo",
      phone: `62812000${contactCount++}`,
      click_id: 'a+b c&d=é',
      product: 'cambogia',
    }),
    now: () => clock.now,
    close,
  };
}
