import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../src/node/store/open-store.ts';

/** Makes a store with this many delivered leads, each with its key, as after years of use. */
export async function storeLeads(folder: string, count: number): Promise<void> {
  const path = `${folder}/promo-lead.db`;
  const { close } = await openStore({ kind: 'sqlite', file: path });
  await close();
  const database = new DatabaseSync(path);
  const numbers = `with recursive numbers(n) as
    (select 1 union all select n + 1 from numbers where n < ${count})`;
  const at = Date.now() - 86_400_000;
  database.exec(`pragma synchronous = off; begin;
    insert into leads (ref, received_at, first_name, last_name, phone, click_id, product, consent,
        state, attempts, doubts, due_at, fence, updated_at)
      ${numbers} select 'OLD-' || n, ${at} - n, 'Ayu', 'Lestari', 629000000000 + n, 'direct',
        'blackmask', 0, 'delivered', 1, 0, null, 1, ${at} from numbers;
    insert into idempotency_keys (key_hash, fingerprint, reply, lead_ref, created_at)
      ${numbers} select 'old ' || n, 'F', '{}', 'OLD-' || n, ${at} from numbers;
    commit`);
  database.close();
}
