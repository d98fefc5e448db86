import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { makeStore, type Outcome, promoLead } from '../../support/command/promo-lead.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder = '';

/** Runs a command on one data folder, which has to succeed. Returns its JSON. */
async function json<T = Record<string, unknown>>(...args: string[]): Promise<T> {
  const outcome = await promoLead([...args, '--json', '--data', folder]);
  assert.equal(outcome.code, 0, outcome.stderr);
  return JSON.parse(outcome.stdout) as T;
}

function failing(...args: string[]): Promise<Outcome> {
  return promoLead([...args, '--data', folder]);
}

describe('promo-lead', () => {
  before(async () => {
    folder = join(temporaryFolder(), 'data');
    await makeStore(folder);
  });

  it('exits with 2 for wrong usage, and says what is wrong', async () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /Usage: promo-lead/],
      [['frobnicate'], /unknown command/],
      [['token'], /Did you mean tokens/],
      [
        ['leads', 'delete', 'a-ref'],
        /unknown command 'delete'\n\(Did you mean erase or purge\?\)\n$/,
      ],
      [['leads', 'shwo', 'a-ref'], /unknown command 'shwo'\n\(Did you mean show\?\)\n$/],
      [['tokens', 'add'], /missing required argument/],
      [['tokens', 'add', 'a', 'b'], /too many arguments/],
      [['tokens', 'list', '--jsno'], /Did you mean --json/],
      [['codes', 'add', 'A'], /--company/],
      [['codes', 'add', 'A', '--company', 'c', '--limit', 'many'], /whole number/],
      [['codes', 'change', 'A'], /say what to change: --limit, --timezone, --starts or/],
      [['leads', 'list', '--state', 'lost'], /Allowed choices are pending/],
      [['leads', 'export', '--format', 'xls'], /Allowed choices are csv, json/],
      [['leads', 'list', '--config', ''], /--config.* must be a path/],
      [['serve', '--port', '99999'], /--port: must be a whole number from 0 to 65535/],
      [['serve', '--demo', '--host', '0.0.0.0'], /--demo: works only on loopback/],
    ];
    for (const [args, expected] of wrong) {
      const { code, stdout, stderr } = await promoLead(args);
      assert.equal(code, 2, args.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, expected);
    }
  });

  it('says in its help what a call requires, and refuses a call without it', async () => {
    for (const [command, needed] of [
      ['codes add', '<code> --company <id>'],
      ['codes generate', '--company <id> --count <n>'],
      ['codes deactivate', '(<code...> | --from <file>)'],
      ['codes settle', '<id> (--redeemed | --refused)'],
      ['codes retry', '(<id> | --all)'],
      ['leads settle', '<ref> (--delivered <id> | --rejected)'],
      ['leads purge', '(<ref...> | --all)'],
      ['leads erase', '--phone <p>'],
    ] as const) {
      const words = command.split(' ');
      const [usage] = (await promoLead([...words, '--help'])).stdout.split('\n');
      assert.equal(usage, `Usage: promo-lead ${command} ${needed} [options]`);
      const one = needed.startsWith('<') ? ['one'] : [];
      assert.equal((await failing(...words, ...one)).code, 2, command);
    }
  });

  it('exits with 0 for help and version', async () => {
    assert.match((await promoLead(['--help'])).stdout, /^Usage: promo-lead/);
    assert.match((await promoLead(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
    assert.equal((await promoLead(['codes', 'import', '--help'])).code, 0);
  });

  it('shows the same help with its command as with its option', async () => {
    for (const words of [[], ['serve'], ['codes'], ['codes', 'import']]) {
      const { code, stdout } = await promoLead(['help', ...words]);
      assert.deepEqual([code, stdout], [0, (await promoLead([...words, '--help'])).stdout]);
    }
    const { stdout } = await promoLead(['codes', 'help', 'import']);
    assert.match(stdout, /^Usage: promo-lead codes import /);
    for (const words of [['nonsense'], ['codes', 'nonsense'], ['nonsense', 'add']]) {
      const wrong = await promoLead(['help', ...words]);
      assert.deepEqual([wrong.code, wrong.stdout], [2, ''], words.join(' '));
    }
  });

  it('exits with 1 for a configuration that cannot be used', async () => {
    const { code, stdout, stderr } = await promoLead(['leads', 'list'], { PORT: 'x' });
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /PORT: must be a whole number/);
  });

  it('prints an empty array for every empty list', async () => {
    const lists = [
      ['tokens', 'list'],
      ['companies', 'list'],
      ['codes', 'list'],
      ['leads', 'list'],
      ['leads', 'export', '--format', 'json'],
      ['contacts', 'list'],
      ['journal'],
    ];
    for (const list of lists) assert.deepEqual(await json<unknown>(...list), [], list.join(' '));
  });
});

describe('promo-lead tokens', () => {
  it('adds, lists and revokes', async () => {
    const { name, token } = await json('tokens', 'add', 'shop');
    assert.equal(name, 'shop');
    assert.match(String(token), /^\w{40}$/);
    const listed = await promoLead(['tokens', 'list', '--json', '--data', folder]);
    assert(!listed.stdout.includes(String(token)));
    assert.deepEqual(await json('tokens', 'revoke', 'shop'), { name: 'shop', revoked: true });
    const again = await failing('tokens', 'revoke', 'shop');
    assert.deepEqual([again.code, again.stdout], [1, '']);
    assert.match(again.stderr, /^promo-lead: Cannot revoke token: no valid one is named "shop"\n$/);
  });
});
