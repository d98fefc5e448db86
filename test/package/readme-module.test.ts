import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { StoredLead } from '../../src/proxy/index.ts';
import { postLead } from '../support/command/post-lead.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { reply, testServer } from '../support/sockets/raw-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe("The README's example of a module", () => {
  it('takes leads and provides promo codes, with what the built package exports', async () => {
    const crm = await testServer(reply('{"id":"crm-7"}', '201 Created'));
    const readme = readFileSync('README.md', 'utf8');
    const [, code = ''] = /### A module of your own\n[^]*?```js\n([^]*?)```/.exec(readme) ?? [];
    assert.match(code, /https:\/\/crm\.example/);
    const folder = temporaryFolder();
    const module = join(folder, 'crm.mjs');
    writeFileSync(module, code.replace('https://crm.example', crm.baseUrl));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(process.cwd(), join(folder, 'node_modules', 'promo-lead'));
    const file = join(folder, 'promo-lead.json');
    const adapters = { contacts: module, promoCodes: module };
    writeFileSync(file, JSON.stringify({ data: join(folder, 'data'), adapters }));

    const { url } = await spawnServer(['--config', file], { CRM_KEY: 'key-of-the-crm' });
    const accepted = await postLead(url, { phone: '62811111111', promo_code: 'spring' });
    const receipt = (await accepted.json()) as {
      readonly ref: string;
      readonly promo_code: object;
    };
    assert.partialDeepStrictEqual(receipt.promo_code, { status: 'valid' });
    const lead = await eventually(async () => {
      const args = ['leads', 'list', '--state', 'delivered', '--json', '--config', file];
      return (JSON.parse((await promoLead(args)).stdout) as StoredLead[])[0];
    });
    assert.deepEqual([lead.ref, lead.contact_id], [receipt.ref, 'crm-7']);
    const [request = ''] = crm.requests;
    assert.match(request, /^POST \/people [^]*authorization: Bearer key-of-the-crm/i);
    assert.ok(request.includes(`"external_id":"${receipt.ref}"`));
  });
});
