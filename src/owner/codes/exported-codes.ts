import { type CodeRecord, countUses } from '../../backend/index.ts';
import type { OwnerCode } from '../../contract/owner/codes.ts';
import { inChunks, type Store } from '../../store/index.ts';
import { codeRecords } from './code-record.ts';

/** A code with its terms, its uses, and the verdict that a visitor who typed it now would get. */
export interface ExportedCode extends OwnerCode {
  /** Uses in the journal, which may be kept only for some days. */
  readonly used: number;
}

/** The columns of an export, in order. */
export const codeColumns: readonly (keyof ExportedCode)[] = [
  'code',
  'company',
  'used',
  'limit',
  'held',
  'timezone',
  'starts',
  'ends',
  'active',
  'state',
];

/** Codes whose uses are counted by one query. */
const atOnce = 500;

/** @yields Each code with its uses, which are counted for many at once. */
export async function* exportedCodes(
  store: Store,
  codes: AsyncIterable<CodeRecord>,
  now: () => number,
): AsyncGenerator<ExportedCode> {
  for await (const some of inChunks(codes, atOnce)) {
    for (const [company, own] of Map.groupBy(some, (each) => each.company)) {
      const used = await countUses(store, {
        company,
        source: 'embedded',
        codes: own.map(({ code }) => code),
      });
      for (const record of await codeRecords(store, own, now())) {
        yield Object.assign({ used: used.get(record.code) ?? 0 }, record);
      }
    }
  }
}
