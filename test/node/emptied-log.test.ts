import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { migrate, sqliteStore } from '../../src/store/index.ts';
import { postLead } from '../support/command/post-lead.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { createStage, sendLead, type Stage } from '../support/proxy/proxy-stage.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const token = 'the-token-of-the-owner';
const person = { first_name: 'Ximena', last_name: 'Quispe', phone: '+62 812-3456-789' };
const bot = { ...person, last_name: 'https://spam.example', signals: { trap: true } };
const traces = ['Ximena', 'Quispe', '628123456789', 'Zanzibar'];

/** Which of these texts are in the file of a store or in its log. */
function leftIn(file: string, texts: readonly string[] = traces): readonly string[] {
  const parts = [file, `${file}-wal`].filter(existsSync);
  const bytes = parts.map((part) => readFileSync(part, 'latin1')).join('\n');
  return texts.filter((text) => bytes.includes(text));
}

/** A lead that has reached this state on a running server. */
async function leadOf(
  fields: object,
  state: string,
): Promise<{ url: string; data: string; file: string; ref: string }> {
  const data = temporaryFolder();
  const env = { PROMO_LEAD_ADMIN_TOKEN: token };
  const { url } = await spawnServer(['--demo', '--data', data], env);
  const reply = await postLead(url, { ...fields, extra: { note: 'Zanzibar' } });
  const { ref } = (await reply.json()) as { readonly ref: string };
  await eventually(async () => {
    const args = ['leads', 'show', ref, '--json', '--data', data];
    return (await promoLead(args)).stdout.includes(`"state": "${state}"`) ? true : undefined;
  });
  return { url, data, file: join(data, 'promo-lead.db'), ref };
}

function act(url: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const given = body && { body: JSON.stringify(body) };
  return fetch(`${url}/v1/owner/leads/${path}`, { method: 'POST', headers, ...given });
}

describe('The log of SQLite', () => {
  it('has nothing of a person whom the owner erased, while the server runs', async () => {
    const { url, file, ref } = await leadOf(person, 'delivered');
    assert.deepEqual(leftIn(file), traces);
    assert.equal((await act(url, `${ref}/erase`)).status, 200);
    assert.deepEqual(leftIn(file), []);
  });

  it('has nothing of a lead that was thrown away: singly, with a list, or by the command', async () => {
    for (const purge of [
      ({ url, ref }) => act(url, `${ref}/purge`),
      ({ url }) => act(url, 'purge', { state: 'quarantined', until: new Date().toISOString() }),
      ({ data, ref }) => promoLead(['leads', 'purge', ref, '--data', data]),
    ] satisfies ((lead: Awaited<ReturnType<typeof leadOf>>) => Promise<unknown>)[]) {
      const lead = await leadOf(bot, 'quarantined');
      assert(leftIn(lead.file).includes('Zanzibar'));
      await purge(lead);
      assert.deepEqual(leftIn(lead.file), []);
    }
  });

  it('is reported while another process reads it, and is emptied when the command is repeated', async () => {
    const { data, file, ref } = await leadOf(bot, 'quarantined');
    const reader = new DatabaseSync(file, { readOnly: true });
    reader.exec('begin');
    reader.prepare('select count(*) from leads').get();
    const purge = ['leads', 'purge', ref, '--data', data];
    const { code, stdout, stderr } = await promoLead(purge);
    assert.match(stdout, /purged/);
    assert.match(
      stderr,
      /The rows are deleted, but .* another process reads it.*Repeat the command/,
    );
    assert.equal(code, 1);
    assert(leftIn(file).includes('Zanzibar'));
    reader.exec('rollback');
    reader.close();
    assert.match((await promoLead(purge)).stderr, /no ref is/);
    assert.deepEqual(leftIn(file), []);
  });
});

describe('The log of SQLite, when a lead’s retention is over', () => {
  const notes = ['Zanzibar', 'Timbuktu'];

  async function twoLeads(file: string): Promise<Stage> {
    const wait = (): Promise<void> => Promise.resolve();
    const store = sqliteStore(new DatabaseSync(file), { wait });
    await migrate(store);
    const stage = await createStage({ store, retention: { delivered: 40 } });
    for (const [i, note] of notes.entries()) {
      await sendLead(stage, `a-lead-${i}`, { phone: `62899000000${i}`, extra: { note } });
      await stage.work();
      stage.now += 20 * minuteMs;
    }
    return stage;
  }

  it('has nothing of it, and is emptied once an hour at most', async () => {
    const file = join(temporaryFolder(), 'store.db');
    const stage = await twoLeads(file);
    assert.deepEqual(leftIn(file, notes), notes);
    stage.now += 40 * dayMs - 30 * minuteMs;
    await stage.work();
    assert.deepEqual(leftIn(file, notes), ['Timbuktu']);
    stage.now += 20 * minuteMs;
    await stage.work();
    assert.deepEqual(await stage.store.selectFrom('leads').select('ref').execute(), []);
    assert.deepEqual(leftIn(file, notes), ['Timbuktu']);
    stage.now += 40 * minuteMs;
    await stage.work();
    assert.deepEqual(leftIn(file, notes), []);
  });

  it('is emptied later if another process reads it', async () => {
    const file = join(temporaryFolder(), 'store.db');
    const stage = await twoLeads(file);
    const other = new DatabaseSync(file);
    other.exec('begin');
    other.prepare('select count(*) from leads').get();
    stage.now += 41 * dayMs;
    await stage.work();
    assert.deepEqual(leftIn(file, notes), notes);
    other.exec('rollback');
    stage.now += 10 * minuteMs;
    await stage.work();
    assert.deepEqual(leftIn(file, notes), []);
    other.close();
  });
});
