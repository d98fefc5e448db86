import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { printList, printRecord } from '../../../src/node/cli/output.ts';
import { tableLines } from '../../../src/node/cli/table.ts';
import type { Terminal } from '../../../src/node/cli/terminal.ts';
import type { Cell } from '../../../src/owner/index.ts';

async function table(columns: readonly string[], ...rows: readonly Cell[][]): Promise<string[]> {
  async function* all(): AsyncGenerator<readonly Cell[]> {
    yield* rows;
  }
  const lines: string[] = [];
  for await (const line of tableLines(columns, all())) lines.push(line);
  return lines;
}

describe('tableLines()', () => {
  it('aligns columns', async () => {
    assert.deepEqual(await table(['code', 'uses_left'], ['SPRING', 1], ['A', null], ['', '']), [
      'CODE    USES LEFT',
      'SPRING  1',
      'A       -',
      '-       -',
    ]);
  });

  it('is empty without rows', async () => {
    assert.deepEqual(await table(['code']), []);
  });

  it('escapes characters that would move the cursor', async () => {
    const [, line] = await table(['name'], ['a\u001b[2J\n\u202eb\u2028']);
    assert.equal(line, 'a\\u001b[2J\\u000a\\u202eb\\u2028');
  });

  it('continues after the rows that determine the widths', async () => {
    const rows = Array.from({ length: 1200 }, (_, i) => [i]);
    assert.equal((await table(['n'], ...rows)).length, 1201);
  });
});

describe('--json', () => {
  // CSI in one character, NEL, a bidi override, a line separator and an invisible tag.
  const row = { name: 'a\u001b[2J\u009b2J\n\u0085\u202eb\u2028\u{e0041}', detail: null };
  const options = { json: true, columns: ['name'], none: '' };
  it('escapes what would move the cursor or reverse the line, and parses to the same', async () => {
    const cases = [
      [row, (terminal: Terminal) => printRecord(terminal, row, options)],
      [[row, row], (terminal: Terminal) => printList(terminal, [row, row], options)],
    ] as const;
    for (const [value, print] of cases) {
      const stdout = new PassThrough();
      await print({ stdout, stderr: new PassThrough(), env: {} });
      stdout.end();
      const printed = await text(stdout);
      assert.doesNotMatch(printed.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      assert.deepEqual(JSON.parse(printed), value);
    }
  });
});
