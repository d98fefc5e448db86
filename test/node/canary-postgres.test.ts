import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { createPostgresPool } from '../../src/node/store/postgres-pool.ts';
import { postgresStore } from '../../src/store/index.ts';
import { postLead } from '../support/command/post-lead.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnPromoLead, spawnServer } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { postgresUserName } from '../support/postgres/postgres-server.ts';
import { freshPostgres, freshPostgresUser, postgresAt } from '../support/postgres/postgres.ts';

const password = 'canary-password/of:PostgreSQL';
const phone = '081234567890';

/** The URL of a user who needs a password and has all rights in the schema. */
async function guardedUrl(): Promise<string> {
  const url = await freshPostgres();
  const admin = postgresStore(await createPostgresPool(postgresAt(url)));
  const user = await freshPostgresUser(admin, password);
  const schema = sql.ref(/search_path%3D(\w+)/.exec(url)?.[1] ?? '');
  await sql`grant all on schema ${schema} to ${sql.ref(user)}`.execute(admin);
  return url.replace(`${postgresUserName}@`, `${user}:${encodeURIComponent(password)}@`);
}

describe('the password of PostgreSQL', () => {
  it('is in no reply, log or output of ours, whatever happens to the connection', async () => {
    const url = await guardedUrl();
    const env = { PROMO_LEAD_STORE: url, PROMO_LEAD_SECRET: 'a-secret-that-servers-share' };
    let said = '';
    const read = async (reply: Response): Promise<number> => {
      said += `${JSON.stringify([...reply.headers])} ${await reply.text()}`;
      return reply.status;
    };
    const server = await spawnServer([], env);
    const take = async (): Promise<true | undefined> =>
      (await read(await postLead(server.url, { phone }))) === 202 ? true : undefined;
    await eventually(take);

    const store = postgresStore(await createPostgresPool(postgresAt(url)));
    const others = sql`select pg_terminate_backend(pid) from pg_stat_activity
      where usename = current_user and pid <> pg_backend_pid()`;
    for (let time = 0; time < 5; time += 1) {
      await others.execute(store);
      await read(await postLead(server.url, { phone }));
      await read(await fetch(`${server.url}/readyz`));
    }
    await eventually(take);
    const commands = [['doctor'], ['leads', 'list'], ['leads', 'list', '--json'], ['journal']];
    for (const command of commands) {
      const { stdout, stderr } = await promoLead(command, env);
      said += stdout + stderr;
    }
    const wrong = url.replace(/canary[^@]*/, 'canary-that-is-wrong');
    const refused = spawnPromoLead(['serve', '--port', '0'], { ...env, PROMO_LEAD_STORE: wrong });
    assert.equal(await refused.ended, 1);
    assert.match(refused.stderr(), /refuses the user or the password/);
    server.child.kill();
    assert.equal(await server.ended, 0);
    said += server.stdout() + server.stderr() + refused.stdout() + refused.stderr();

    assert(said.length > 1000);
    assert.doesNotMatch(said, /canary/i);
  });
});
