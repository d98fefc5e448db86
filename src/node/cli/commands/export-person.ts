import { findPhone } from '../../../backend/index.ts';
import { toIso } from '../../../contract/to-iso.ts';
import { leadStoryRecord, similarPhones } from '../../../owner/index.ts';
import { codesOfPhone, type LeadWithKeys, readLeadsOfPhone } from '../../../proxy/index.ts';
import type { Store } from '../../../store/index.ts';
import { printRecord, type Row } from '../output.ts';
import { similarNotes } from '../similar-notes.ts';
import { tell, type Terminal } from '../terminal.ts';

/**
 * `leads export --phone`: what a person may ask for (GDPR, art. 15 and 20), as one JSON document.
 * It has what `leads erase --phone` removes.
 */
export async function exportPerson(terminal: Terminal, store: Store, phone: string): Promise<void> {
  const stories = await readLeadsOfPhone(store, phone);
  const { contacts, journal } = await findPhone(store, phone);
  const typed_as_code = await typedAsCode(store, phone);
  const document = { phone, leads: stories.map(wholeRow), contacts, journal, typed_as_code };
  await printRecord(terminal, document, { json: true });
  const notes = similarNotes(await similarPhones(store, phone));
  for (const note of notes) await tell(terminal, note);
}

/** Leaves out whose the other leads are. */
async function typedAsCode(store: Store, phone: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const { code, at } of codesOfPhone(store, phone)) {
    rows.push({ code, at: toIso(at) });
  }
  return rows;
}

function wholeRow(story: LeadWithKeys): Row {
  const idempotency_keys = story.keys.map(({ created_at, reply }) => ({
    created_at: toIso(created_at),
    reply: reply === null ? null : (JSON.parse(reply) as object),
  }));
  return { ...leadStoryRecord(story), idempotency_keys };
}
