import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { migrate, sqliteStore, StoreError, transact } from '../../../src/store/index.ts';
import { createStage, goodLead, withKey } from '../../support/proxy/proxy-stage.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const redeem = '/v1/promo-codes/redeem';

describe('sqliteStore()', () => {
  it('has each commit on the disk before it acknowledges it', () => {
    const connection = new DatabaseSync(':memory:');
    sqliteStore(connection);
    // FULL (sqlite.org/pragma.html#pragma_synchronous): only a power cut could show the difference.
    assert.equal(connection.prepare('pragma synchronous').get()?.['synchronous'], 2);
  });

  it('refuses a row whose parent row does not exist', () => {
    const connection = new DatabaseSync(':memory:');
    connection.exec('pragma foreign_keys = off');
    sqliteStore(connection);
    assert.equal(connection.prepare('pragma foreign_keys').get()?.['foreign_keys'], 1);
  });

  it('reports that it is full, and accepts leads again when there is room', async () => {
    const connection = new DatabaseSync(':memory:');
    const store = sqliteStore(connection);
    await migrate(store);
    const stage = await createStage({ store });
    const pages = Number(connection.prepare('pragma page_count').get()?.['page_count']);
    connection.exec(`pragma max_page_count = ${pages}`);
    const replies: Response[] = [];
    while (replies.at(-1)?.status !== 503) {
      replies.push(await stage.post('/v1/leads', goodLead, withKey(`a-lead-${replies.length}`)));
    }
    assert.equal(replies.at(-1)?.headers.get('retry-after'), '5');
    assert.match(stage.logged.at(-1) ?? '', /store\.failed .*StoreError: database or disk is full/);
    connection.exec('pragma max_page_count = 100000');
    const again = await stage.post('/v1/leads', goodLead, withKey(`a-lead-${replies.length - 1}`));
    assert.equal(again.status, 202);
    assert.equal(again.headers.get('idempotent-replayed'), null);
  });

  it('waits for another connection’s lock, and not for ever', async () => {
    const file = join(temporaryFolder(), 'store.db');
    const [connection, other] = [new DatabaseSync(file), new DatabaseSync(file)];
    let waits = 0;
    let freeAt = Infinity;
    const store = sqliteStore(connection, {
      wait: async () => {
        waits += 1;
        if (waits === freeAt) other.exec('rollback');
      },
    });
    await migrate(store);
    const write = (): Promise<unknown> =>
      transact(store, (transaction) => transaction.deleteFrom('leads').execute());
    const givesUp = async (): Promise<number> => {
      waits = 0;
      await assert.rejects(write, { name: 'StoreError', failure: 'unavailable' });
      return waits;
    };
    other.exec('begin immediate');
    const first = await givesUp();
    assert.ok(first > 100);
    await store.selectFrom('leads').select('ref').execute();
    // The next ones in the queue would wait for all before them.
    assert.ok((await givesUp()) < first / 5);
    freeAt = waits + 3;
    await write();
    other.exec('begin immediate');
    freeAt = Infinity;
    assert.equal(await givesUp(), first);
    other.exec('rollback');
    await store.destroy();
    other.close();
  });

  it('reports that it takes no writes, and so does the proxy', async () => {
    const connection = new DatabaseSync(':memory:');
    const store = sqliteStore(connection);
    await migrate(store);
    const stage = await createStage({ store });
    const statusOf = async (path: string): Promise<number> =>
      (await stage.proxy(new Request(`https://proxy.example${path}`))).status;
    connection.exec('pragma query_only = on');
    await assert.rejects(
      store.deleteFrom('leads').execute(),
      (error) => error instanceof StoreError && error.failure === 'unavailable',
    );
    const refused = await stage.post(redeem, { code: 'ONCE' }, withKey('one-redemption'));
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '5']);
    assert.equal(await statusOf('/readyz'), 503);
    connection.exec('pragma query_only = off');
    assert.equal(await statusOf('/readyz'), 200);
    const { status } = await stage.post(redeem, { code: 'ONCE' }, withKey('one-redemption'));
    assert.equal(status, 200);
  });
});
