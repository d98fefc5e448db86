import type { Kysely } from 'kysely';
import { EncryptedColumns } from '../../../src/store/encryption/encrypted-columns.ts';
import type { FieldCipher, Store } from '../../../src/store/index.ts';
import { type Stage, withKey } from '../proxy/proxy-stage.ts';
import { answers, contact } from '../proxy/vendor-calls.ts';

export const person = {
  first_name: 'Ximena',
  last_name: 'Quispe',
  phone: '+62 812-3456-789',
  product: 'blackmask',
  click_id: 'canary-click',
  extra: { note: 'Zanzibar' },
  attribution: { last: { utm_source: 'canary-source' } },
  consent: true,
  consent_text: 'I, Yaretzi, agree',
} as const;
export const traces: readonly string[] = [
  'Ximena',
  'Quispe',
  '8123456789',
  '812-3456',
  'canary',
  'Zanzibar',
  'Yaretzi',
];

/** The store as another process opens it, with other keys or none. */
export function reopened(store: Store, cipher?: FieldCipher): Store {
  return store.withoutPlugins().withPlugin(new EncryptedColumns(cipher));
}

export type Rows = Kysely<Record<string, Record<string, unknown>>>;

/** Every value of the personal tables, as stored. */
export async function stored(store: Store): Promise<string> {
  const raw = store.withoutPlugins() as unknown as Rows;
  const tables = ['leads', 'lead_attempts', 'contacts', 'idempotency_keys'];
  const rows = await Promise.all(tables.map((name) => raw.selectFrom(name).selectAll().execute()));
  return JSON.stringify(rows);
}

/** Sends a lead that is delivered, and one that the vendor refuses with the phone in its text. */
export async function visit(stage: Stage, key: string): Promise<void> {
  await stage.post('/v1/leads', person, withKey(`${key}-of-Ximena`));
  await stage.work();
  // Leads are listed in order of arrival.
  stage.now += 1000;
  stage.faults.set(contact, answers('phone 628123456789 of canary is odd'));
  const another = { ...person, phone: '+62 812-3456-7899' };
  await stage.post('/v1/leads', another, withKey(`${key}-of-another`));
  await stage.work();
  stage.faults.clear();
}
