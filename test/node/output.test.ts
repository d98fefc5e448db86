import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { postLead } from '../support/command/post-lead.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { said, spawnPromoLead } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Accepts no byte, like a full disk (full(4)). */
const full = '/dev/full';

interface Listed {
  readonly state: string;
}

async function listed(data: string): Promise<readonly Listed[]> {
  const { stdout } = await promoLead(['leads', 'list', '--json', '--data', data]);
  return JSON.parse(stdout) as readonly Listed[];
}

describe('promo-lead with nowhere to write to', () => {
  it('keeps serving if its log has no room: leads are answered and delivered', async () => {
    const data = temporaryFolder();
    const args = ['serve', '--demo', '--port', '0', '--data', data];
    const server = spawnPromoLead(args, {}, { stderr: full });
    const url = await said(server, /ready on (\S+)/);
    for (const phone of ['628111111111', '628111111112']) {
      assert.equal((await postLead(url, { phone })).status, 202);
    }
    await eventually(async () => {
      const states = (await listed(data)).map(({ state }) => state);
      return states.join() === 'delivered,delivered' || undefined;
    });
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    server.child.kill('SIGTERM');
    assert.equal(await server.ended, 0);
  });

  it('says that a list could not be written, with an exit code', async () => {
    const data = temporaryFolder();
    await promoLead(['companies', 'add', 'Gym', '--data', data]);
    const list = spawnPromoLead(['companies', 'list', '--data', data], {}, { stdout: full });
    assert.equal(await list.ended, 1);
    assert.equal(
      list.stderr(),
      'promo-lead: Cannot write the output: the disk is full. Make room\n',
    );
  });

  it('fails if it has to, even if it cannot print why', async () => {
    const data = temporaryFolder();
    const { stdout } = await promoLead(['companies', 'add', 'Gym', '--json', '--data', data]);
    const { id } = JSON.parse(stdout) as { readonly id: string };
    const file = join(data, 'bad.csv');
    writeFileSync(file, 'code,limit\nA,many\n');
    const args = ['codes', 'import', file, '--company', id, '--data', data];
    assert.equal(await spawnPromoLead(args, {}, { stderr: full }).ended, 1);
  });
});
