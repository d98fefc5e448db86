import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { postLead } from '../../support/command/post-lead.ts';
import { promoLead } from '../../support/command/promo-lead.ts';
import { spawnServer } from '../../support/command/spawn.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('promo-lead store restored', () => {
  it('refuses a backup beside the log of the previous database', async () => {
    const data = temporaryFolder();
    const [file, copy] = ['promo-lead.db', 'copy.db'].map((name) => join(data, name));
    assert(file !== undefined && copy !== undefined);
    const server = await spawnServer(['--demo', '--data', data]);
    await postLead(server.url, { phone: '628111111111' });
    const source = new DatabaseSync(file, { readOnly: true });
    source.exec(`vacuum into '${copy}'`);
    source.close();
    await postLead(server.url, { phone: '628111111112' });
    server.child.kill('SIGKILL');
    await server.ended;
    assert(statSync(`${file}-wal`).size > 0);

    copyFileSync(copy, file);
    const refused = await promoLead(['store', 'restored', '--data', data]);
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /^promo-lead: Cannot take up .* came with the backup .* delete it /,
    );
    assert.deepEqual(readFileSync(file), readFileSync(copy));

    for (const log of [`${file}-wal`, `${file}-shm`]) rmSync(log, { force: true });
    const restored = await promoLead(['store', 'restored', '--data', data]);
    assert.equal(restored.code, 0);
    const { stdout } = await promoLead(['leads', 'list', '--json', '--data', data]);
    const [lead] = JSON.parse(stdout) as readonly { received_at: string }[];
    assert.match(restored.stderr, /erased since the backup is there again/);
    assert(restored.stderr.includes(`Its newest lead came at ${lead?.received_at}`));
    const phones = (JSON.parse(stdout) as readonly { phone: string }[]).map(({ phone }) => phone);
    assert.deepEqual(phones, ['628111111111']);
  });

  it('accepts a copy of the whole folder with its own log, once the log was read', async () => {
    const data = temporaryFolder();
    const server = await spawnServer(['--demo', '--data', data]);
    await postLead(server.url, { phone: '628111111111' });
    server.child.kill('SIGKILL');
    await server.ended;
    assert.equal((await promoLead(['store', 'restored', '--data', data])).code, 1);
    await promoLead(['leads', 'list', '--data', data]);
    assert.equal((await promoLead(['store', 'restored', '--data', data])).code, 0);
    const { stdout } = await promoLead(['leads', 'list', '--json', '--data', data]);
    assert.equal((JSON.parse(stdout) as object[]).length, 1);
  });

  it('says that the backup is damaged, as does any command that meets the damage', async () => {
    const data = temporaryFolder();
    const file = join(data, 'promo-lead.db');
    await promoLead(['companies', 'add', 'Gym', '--data', data]);
    const bytes = readFileSync(file);
    const { page } = pageOf(file, 'companies');
    writeFileSync(file, bytes.fill(0xff, page.from, page.to));
    for (const command of [
      ['store', 'restored'],
      ['companies', 'list'],
    ]) {
      const { code, stderr } = await promoLead([...command, '--data', data]);
      assert.equal(code, 1);
      assert.doesNotMatch(stderr, /^ +at /m);
      assert.match(
        stderr,
        /^promo-lead: Cannot use store \S+: it is damaged[^.]*\. Restore it from a backup, /,
      );
    }
  });
});

/** The position in the file of a table's root page. */
function pageOf(file: string, table: string): { readonly page: { from: number; to: number } } {
  const database = new DatabaseSync(file, { readOnly: true });
  const root = database.prepare('select rootpage from sqlite_schema where name = ?').get(table);
  const size = Number(database.prepare('pragma page_size').get()?.['page_size']);
  database.close();
  const number = Number(root?.['rootpage']);
  return { page: { from: (number - 1) * size, to: number * size } };
}
