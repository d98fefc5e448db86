import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { postLead } from '../../support/command/post-lead.ts';
import { promoLead } from '../../support/command/promo-lead.ts';
import { spawnServer } from '../../support/command/spawn.ts';
import { eventually } from '../../support/poll.ts';
import { rawServer, reply } from '../../support/sockets/raw-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const own = { extra: { city: 'Medan', note: '=1+1' }, signals: { trap: true, elapsed_ms: 5120 } };

/** Two leads, one for a product that the vendor does not know. Returns their refs. */
async function twoLeads(data: string): Promise<readonly string[]> {
  const vendor = await rawServer((socket, request) => {
    if (request.includes('generate')) reply('{"status":"ok","token":"t"}')(socket, request);
    else if (request.includes('hallupro')) {
      reply('{"status":"invalid product name"}')(socket, request);
    } else reply('{"status":"contact: 617 created","id":"617"}')(socket, request);
  });
  after(() => vendor.close());
  const env = { PROMOS_SERU_URL: vendor.baseUrl, PROMOS_SERU_NAME: 'shop' };
  const { url } = await spawnServer(['--demo', '--data', data], env);
  const visitors = [
    { phone: '+62 812 3456 7890', last_name: '=HYPERLINK("x")', promo_code: 'WELCOME10' },
    { phone: '081234567891', first_name: 'Ana, "A"', product: 'hallupro', consent: true, ...own },
  ];
  const refs: string[] = [];
  for (const visitor of visitors) {
    const response = await postLead(url, visitor);
    refs.push(((await response.json()) as { ref: string }).ref);
  }
  await eventually(async () => {
    const delivered = await promoLead(['leads', 'show', refs[0] ?? '', '--json', '--data', data]);
    const held = await promoLead(['leads', 'show', refs[1] ?? '', '--json', '--data', data]);
    const areDone = delivered.stdout.includes('"redeemed"') && held.stdout.includes('"held"');
    return areDone ? true : undefined;
  });
  return refs;
}

// The set-up is in the suite itself: what a hook registers with `after()` ends with the hook.
describe('promo-lead leads', async () => {
  const data = temporaryFolder();
  const refs = await twoLeads(data);

  const json = async <T>(...args: string[]): Promise<T> => {
    const { code, stdout, stderr } = await promoLead([...args, '--json', '--data', data]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as T;
  };

  it('lists leads, all or of one state, while the server runs', async () => {
    const all = await json<Record<string, unknown>[]>('leads', 'list');
    assert.deepEqual(
      all.map(({ ref, state, contact_id }) => [ref, state, contact_id]),
      [
        [refs[0], 'delivered', '617'],
        [refs[1], 'held', null],
      ],
    );
    assert.match(String(all[0]?.['received_at']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual([all[0]?.['consent'], all[1]?.['consent']], [false, true]);
    assert.equal((await json<object[]>('leads', 'list', '--state', 'dead')).length, 0);
  });

  it('shows the whole history of one', async () => {
    const story = await json<Record<string, unknown>>('leads', 'show', refs[0] ?? '');
    const { redemption, history } = story as {
      redemption: { state: string; code: string };
      history: { state: string }[];
    };
    assert.deepEqual([redemption.state, redemption.code], ['redeemed', 'WELCOME10']);
    assert.deepEqual(
      history.map(({ state }) => state),
      ['delivered'],
    );
    assert.deepEqual([story['extra'], story['signals']], [null, null]);
    assert.partialDeepStrictEqual(await json('leads', 'show', refs[1] ?? ''), own);
    const { stdout } = await promoLead(['leads', 'show', refs[1] ?? '', '--data', data]);
    assert.match(stdout, /\n\nThe page's own fields\ncity {2}Medan\nnote {2}=1\+1\n/);
    assert.match(stdout, /^state +held$/m);
    assert.match(
      stdout,
      /\n\nAttempts\nAT +ATTEMPT +STATE +DETAIL\n.* held +setup: .*invalid product name/,
    );
  });

  it('sends a held one again, and no other', async () => {
    const [delivered = '', held = ''] = refs;
    assert.deepEqual(await json('leads', 'retry', held), { ref: held, status: 'queued' });
    await eventually(async () => {
      const lead = await json<{ state: string; history: unknown[] }>('leads', 'show', held);
      return lead.history.length === 3 && lead.state === 'held' ? true : undefined;
    });
    const again = await promoLead(['leads', 'retry', delivered, '--data', data]);
    assert.deepEqual([again.code, again.stdout], [1, '']);
    assert.match(again.stderr, /it is delivered/);
    for (const command of ['retry', 'show']) {
      const unknown = await promoLead(['leads', command, 'nobody', '--data', data]);
      assert.equal(unknown.code, 1);
      assert.match(unknown.stderr, /no ref is "nobody"/);
    }
  });

  it('settles one with what a person found at the vendor', async () => {
    const held = refs[1] ?? '';
    const both = ['--delivered', '77', '--rejected'];
    for (const [args, expected] of [
      [[], /one of --delivered <id> or --rejected is required/],
      [both, /cannot be used with/],
    ] as const) {
      const wrong = await promoLead(['leads', 'settle', held, ...args, '--data', data]);
      assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
      assert.match(wrong.stderr, expected);
    }
    const settled = await json('leads', 'settle', held, '--delivered', '77');
    assert.deepEqual(settled, { ref: held, state: 'delivered' });
    assert.partialDeepStrictEqual(await json('leads', 'show', held), { contact_id: '77' });
    const again = await promoLead(['leads', 'settle', held, '--rejected', '--data', data]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /it is delivered/);
    assert.deepEqual(await json('codes', 'unconfirmed'), []);
    const unknown = await promoLead(['codes', 'settle', 'x', '--redeemed', '--data', data]);
    assert.deepEqual([unknown.code, unknown.stdout], [1, '']);
    assert.match(unknown.stderr, /Cannot settle use of a code "x": there is none/);
  });

  it('exports CSV that is safe to open in a spreadsheet, and JSON', async () => {
    const { stdout } = await promoLead(['leads', 'export', '--data', data]);
    const rows: Record<string, string>[] = parse(stdout, { columns: true });
    assert.deepEqual(
      rows.map((row) => [row['first_name'], row['last_name'], row['phone']]),
      [
        ['Ana', `'=HYPERLINK("x")`, '6281234567890'],
        ['Ana, "A"', 'Sari', '081234567891'],
      ],
    );
    assert.deepEqual(JSON.parse(rows[1]?.['extra'] ?? ''), own.extra);
    assert.deepEqual(JSON.parse(rows[1]?.['signals'] ?? ''), own.signals);
    assert.deepEqual(Object.keys(rows[0] ?? {}).slice(9, 12), [
      'promo_code',
      'promo_code_state',
      'promo_code_reason',
    ]);
    const list = await json('leads', 'list');
    assert.deepEqual(await json('leads', 'export', '--format', 'json'), list);
  });
});
