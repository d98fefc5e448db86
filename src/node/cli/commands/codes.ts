import { Command } from 'commander';
import {
  addCode,
  changeCode,
  generateCodes,
  listCodes,
  requireCompany,
} from '../../../backend/index.ts';
import { codeColumns, exportedCodes, importFile } from '../../../owner/index.ts';
import { readCodesCsv } from '../../codes/codes-csv.ts';
import {
  command,
  CommandError,
  type CommandScope,
  type CommonOptions,
  notEmpty,
  wholeNumber,
} from '../command.ts';
import { type ExportOptions, exportRows, formatOption } from '../export.ts';
import { printList, printRecord } from '../output.ts';
import { changeHalf, changeHalfOf, listHalf, requireHalf } from '../own-half.ts';
import { tellProblems } from '../tell-problems.ts';
import { createProgress, tell } from '../terminal.ts';
import { retryCodeCommand, settleCodeCommand, unconfirmedCommand } from './by-hand.ts';
import { activateCommand, deactivateCommand, withCompanyOfMany } from './code-activity.ts';

interface OfCompany extends CommonOptions {
  readonly company: string;
}
interface WindowOptions {
  readonly limit?: number;
  readonly timezone?: string;
  readonly starts?: string;
  readonly ends?: string;
  readonly inactive?: boolean;
}

const columns = ['code', 'company', 'limit', 'timezone', 'starts', 'ends', 'active'];

export function codesCommand(scope: CommandScope): Command {
  return new Command('codes')
    .description('promo codes of the embedded backend, and what became of their uses')
    .addCommand(addCommand(scope))
    .addCommand(listCommand(scope))
    .addCommand(importCommand(scope))
    .addCommand(exportCommand(scope))
    .addCommand(generateCommand(scope))
    .addCommand(changeCommand(scope))
    .addCommand(activateCommand(scope))
    .addCommand(deactivateCommand(scope))
    .addCommand(unconfirmedCommand(scope))
    .addCommand(settleCodeCommand(scope))
    .addCommand(retryCodeCommand(scope));
}

function addCommand(scope: CommandScope): Command {
  return command<OfCompany & WindowOptions>(scope, 'add <code>', {
    description: 'make a promo code',
    setUp: (made) => withWindow(withCompany(made)),
    action: ({ terminal, options, json }, code = '') =>
      changeHalf(terminal, options, 'promoholder', async (store) => {
        const { company } = options;
        const given = { ...windowOf(options), code, company, now: Date.now() };
        await printRecord(terminal, await addCode(store, given), { json });
      }),
  });
}

const noCodes = 'There are no promo codes. Make one with: promo-lead codes add CODE --company ID';

function listCommand(scope: CommandScope): Command {
  return command<Partial<OfCompany> & CommonOptions>(scope, 'list', {
    description: 'promo codes, with the uses that are left',
    setUp: (made) => made.option('--company <id>', 'only those of this company'),
    action: ({ terminal, options, json }) =>
      listHalf(terminal, options, { half: 'promoholder', none: noCodes }, (store, none) =>
        printList(terminal, listCodes(store, { company: options.company }), {
          json,
          columns,
          none,
        }),
      ),
  });
}

function exportCommand(scope: CommandScope): Command {
  return command<Partial<OfCompany> & ExportOptions>(scope, 'export', {
    description: 'promo codes with their terms, uses and state, to standard output',
    setUp: (made) =>
      made.option('--company <id>', 'only those of this company').addOption(formatOption()),
    action: ({ terminal, options }) =>
      listHalf(terminal, options, { half: 'promoholder', none: noCodes }, async (store) => {
        const { company } = options;
        // Before the first line is written.
        if (company !== undefined) await requireCompany(store, company);
        const codes = exportedCodes(store, listCodes(store, { company }), Date.now);
        await exportRows(terminal, codes, { what: 'codes', columns: codeColumns, options });
      }),
  });
}

function importCommand(scope: CommandScope): Command {
  return command<OfCompany & { dryRun?: boolean }>(scope, 'import <file.csv>', {
    description:
      'make promo codes from a CSV file (-: from standard input): all of them, or none where a ' +
      'row is wrong',
    setUp: (made) =>
      withCompany(made)
        .option('--dry-run', 'find what is wrong and write nothing')
        .addHelpText(
          'after',
          '\nThe first line names the columns: code, maybe limit, timezone, starts, ends, active.' +
            '\nAn export has a column company too: a row of another company is wrong. Without' +
            '\nthat column, all codes become codes of the company that is named.' +
            '\nAn import that was cut off is carried on by the same command once more.',
        ),
    action: async ({ terminal, options, json }, given = '') => {
      const config = requireHalf(terminal, options, 'promoholder');
      const isStdin = given === '-';
      const path = isStdin ? 'standard input' : given;
      const file = await readCodesCsv(path, isStdin ? terminal.stdin : undefined);
      const progress = createProgress(terminal, 'codes');
      const { problems, ...counts } = await changeHalfOf(terminal, config, 'promoholder', (store) =>
        importFile(store, {
          company: options.company,
          file,
          write: options.dryRun !== true,
          now: Date.now(),
          onProgress: progress,
        }),
      );
      progress.end();
      if (problems.length > 0) {
        await tellProblems(terminal, path, problems);
        const count = problems.length === 1 ? 'one row is' : `${problems.length} rows are`;
        throw new CommandError(`Cannot import codes: ${count} wrong, and nothing was written`);
      }
      const checked = options.dryRun === true ? { checked: file.rows.length } : {};
      return printRecord(terminal, { ...counts, ...checked }, { json });
    },
  });
}

function generateCommand(scope: CommandScope): Command {
  return command<OfCompany & WindowOptions & { count: number; pattern?: string }>(
    scope,
    'generate',
    {
      description: 'make many promo codes by chance, and answer them',
      setUp: (made) =>
        withWindow(withCompany(made))
          .requiredOption('--count <n>', 'how many', wholeNumber)
          .option('--pattern <p>', 'each # becomes a letter or a digit: SPRING-####'),
      action: ({ terminal, options, json }) =>
        changeHalf(terminal, options, 'promoholder', async (store) => {
          const { company, count, pattern } = options;
          const progress = createProgress(terminal, 'codes');
          let made = 0;
          const codes = await generateCodes(store, {
            ...windowOf(options),
            company,
            count,
            pattern,
            now: Date.now(),
            onProgress: (number) => progress((made = number)),
          }).catch(async (error: unknown) => {
            const list = `promo-lead codes list --company ${company}`;
            if (made > 0) await tell(terminal, `Before it failed, ${made} were made: ${list}`);
            throw error;
          });
          progress.end();
          const rows = codes.map((code) => ({ code, company }));
          await printList(terminal, rows, { json, columns: ['code', 'company'], none: '' });
        }),
    },
  );
}

interface ChangeOptions {
  readonly limit?: number | typeof none;
  readonly timezone?: string;
  readonly starts?: string;
  readonly ends?: string;
}

const none = 'none';

function changeCommand(scope: CommandScope): Command {
  return command<Partial<OfCompany> & ChangeOptions & CommonOptions>(scope, 'change <code>', {
    description: 'change the terms of a promo code; what is left out stays as it is',
    setUp: (made) =>
      withCompanyOfMany(made)
        .option('--limit <n>', 'uses that are left from now on, or none: without limit', (text) =>
          text === none ? none : wholeNumber(text),
        )
        .option(
          '--timezone <zone>',
          'zone of its window: its times stay, on the clock of that zone',
        )
        .option('--starts <time>', 'as in codes add, or none', aTime)
        .option('--ends <time>', 'likewise', aTime),
    action: ({ terminal, options, json }, code = '') =>
      changeHalf(terminal, options, 'promoholder', async (store) => {
        const { company, timezone } = options;
        const change = {
          code,
          company,
          limit: nullIfNone(options.limit),
          timezone,
          starts: nullIfNone(options.starts),
          ends: nullIfNone(options.ends),
        };
        await printRecord(terminal, await changeCode(store, change), { json });
      }),
  });
}

/** An option of commander cannot be null. */
function nullIfNone<T>(value: T): Exclude<T, typeof none> | null {
  return value === none ? null : (value as Exclude<T, typeof none>);
}

function withCompany(made: Command): Command {
  return made.requiredOption('--company <id>', 'ID of the company (promo-lead companies list)');
}

function withWindow(made: Command): Command {
  return made
    .option('--limit <n>', 'how often it can be used', wholeNumber)
    .option('--timezone <zone>', 'zone of its window, such as Asia/Jakarta')
    .option('--starts <time>', 'YYYY-MM-DD or YYYY-MM-DD HH:MM:SS in that zone', aTime)
    .option('--ends <time>', 'the last second, likewise', aTime)
    .option('--inactive', 'refuse it until it is activated');
}

function aTime(text: string): string {
  return notEmpty(text, 'It must be a date or a time.');
}

function windowOf({ limit, timezone, starts, ends, inactive }: WindowOptions): {
  readonly limit: number | undefined;
  readonly timezone: string | undefined;
  readonly starts: string | undefined;
  readonly ends: string | undefined;
  readonly active: boolean;
} {
  return { limit, timezone, starts, ends, active: inactive !== true };
}
