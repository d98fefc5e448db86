import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tableLines } from '../../../src/node/cli/table.ts';
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
  it('puts columns under one another', async () => {
    assert.deepEqual(await table(['code', 'uses_left'], ['SPRING', 1], ['A', null], ['', '']), [
      'CODE    USES LEFT',
      'SPRING  1',
      'A       -',
      '-       -',
    ]);
  });

  it('is nothing without rows', async () => {
    assert.deepEqual(await table(['code']), []);
  });

  it('shows characters that would move the cursor as escapes', async () => {
    const [, line] = await table(['name'], ['a\u001b[2J\n\u202eb\u2028']);
    assert.equal(line, 'a\\u001b[2J\\u000a\\u202eb\\u2028');
  });

  it('goes on past the rows that it took the widths from', async () => {
    const rows = Array.from({ length: 1200 }, (_, i) => [i]);
    assert.equal((await table(['n'], ...rows)).length, 1201);
  });
});
