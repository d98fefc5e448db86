import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promoLead } from '../../support/command/promo-lead.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('promo-lead companies add', () => {
  it('gives a company the ID that it had elsewhere, once', async () => {
    const data = join(temporaryFolder(), 'data');
    const add = ['companies', 'add', 'Gym', '--json', '--data', data];
    const made = await promoLead([...add, '--id', 'shop.gym_1-a']);
    assert.deepEqual(JSON.parse(made.stdout), { id: 'shop.gym_1-a', title: 'Gym' });
    const again = await promoLead([...add, '--id', 'shop.gym_1-a']);
    assert.deepEqual(again, {
      code: 1,
      stdout: '',
      stderr: 'promo-lead: Cannot add company: ID "shop.gym_1-a" exists\n',
    });
    for (const id of ['', 'my gym', 'gym/1', 'x'.repeat(129)]) {
      const { code, stderr } = await promoLead([...add, '--id', id]);
      assert.equal(code, 2, id);
      assert.match(stderr, /--id.* must be 1 to 128 letters, digits, /);
    }
    const { stdout } = await promoLead(['companies', 'list', '--json', '--data', data]);
    assert.equal((JSON.parse(stdout) as readonly object[]).length, 1);
  });
});

describe('promo-lead journal', () => {
  it('refuses an unknown company, unless codes of a file belonged to it', async () => {
    const data = join(temporaryFolder(), 'data');
    await promoLead(['companies', 'add', 'Gym', '--id', 'gym', '--data', data]);
    const journal = (company: string, env = {}): ReturnType<typeof promoLead> =>
      promoLead(['journal', '--company', company, '--data', data], env);
    const none = 'Nothing is in the journal.\n';
    assert.deepEqual(await journal('gym'), { code: 0, stdout: '', stderr: none });
    const stderr = 'promo-lead: Cannot find company: no ID is "gmy"\n';
    assert.deepEqual(await journal('gmy'), { code: 1, stdout: '', stderr });
    const ofFile = await journal('codes', { PROMO_LEAD_CODE_FILE: join(data, 'codes.csv') });
    assert.deepEqual([ofFile.code, ofFile.stderr], [0, none]);
  });
});
