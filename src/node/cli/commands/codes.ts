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
import {
  changeEmbedded,
  changeEmbeddedOf,
  listEmbedded,
  requireEmbedded,
} from '../embedded-only.ts';
import { type ExportOptions, exportRows, formatOption } from '../export.ts';
import { printList, printRecord } from '../output.ts';
import { tellProblems } from '../tell-problems.ts';
import { createProgress, tell } from '../terminal.ts';
import { activateCommand, deactivateCommand, withCompanyOfMany } from './code-activity.ts';
import { retryCodeCommand, settleCodeCommand, unconfirmedCommand } from './redemptions.ts';

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
    .description('promo codes of the embedded backend, and their uses')
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
      changeEmbedded(terminal, options, async (store) => {
        const { company } = options;
        const given = { ...windowOf(options), code, company, now: Date.now() };
        await printRecord(terminal, await addCode(store, given), { json });
      }),
  });
}

const ofCodes = {
  list: 'promoCodes',
  none: 'There are no promo codes. Make one with: promo-lead codes add CODE --company ID',
} as const;

function listCommand(scope: CommandScope): Command {
  return command<Partial<OfCompany> & CommonOptions>(scope, 'list', {
    description: 'promo codes, with the uses that are left',
    setUp: (made) => made.option('--company <id>', 'only those of this company'),
    action: ({ terminal, options, json }) =>
      listEmbedded(terminal, options, ofCodes, (store, none) =>
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
      listEmbedded(terminal, options, ofCodes, async (store) => {
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
      'make promo codes from a CSV file (-: standard input); all of them, or none if a row is ' +
      'wrong',
    setUp: (made) =>
      withCompany(made)
        .option('--dry-run', 'report what is wrong and write nothing')
        .addHelpText(
          'after',
          '\nThe first line names the columns: code and, optionally, limit, timezone, starts, ' +
            'ends, active.\nAn export also has a column company: a row of another company is ' +
            'wrong. Without that\ncolumn, all codes become codes of the company that is named.\n' +
            'To continue an import that was interrupted, run the same command again.',
        ),
    action: async ({ terminal, options, json }, given = '') => {
      const config = requireEmbedded(terminal, options);
      const isStdin = given === '-';
      const path = isStdin ? 'standard input' : given;
      const file = await readCodesCsv(path, isStdin ? terminal.stdin : undefined);
      const progress = createProgress(terminal, 'codes');
      const { problems, ...counts } = await changeEmbeddedOf(terminal, config, (store) =>
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
      description: 'generate random promo codes and print them',
      setUp: (made) =>
        withWindow(withCompany(made))
          .requiredOption('--count <n>', 'how many', wholeNumber)
          .option('--pattern <p>', 'each # becomes a letter or a digit: SPRING-####')
          .addHelpText(
            'after',
            '\nIf it is interrupted, the codes made until then stay: see codes list.',
          ),
      action: ({ terminal, options, json }) =>
        changeEmbedded(terminal, options, async (store) => {
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
  const made = command<Partial<OfCompany> & ChangeOptions & CommonOptions>(scope, 'change <code>', {
    description: 'change the terms of a promo code; what is left out stays as it is',
    setUp: (set) =>
      withCompanyOfMany(set)
        .option('--limit <n>', 'uses left from now on; "none" for no limit', (text) =>
          text === none ? none : wholeNumber(text),
        )
        .option(
          '--timezone <zone>',
          'time zone of its window; its times stay as they are, on the clock of that zone',
        )
        .option('--starts <time>', 'as in codes add, or "none"', parseTime)
        .option('--ends <time>', 'likewise', parseTime),
    action: ({ terminal, options, json }, code = '') =>
      changeEmbedded(terminal, options, async (store) => {
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
  return made.hook('preAction', () => {
    const { limit, timezone, starts, ends } = made.opts<ChangeOptions>();
    if ([limit, timezone, starts, ends].every((term) => term === undefined)) {
      made.error('error: say what to change: --limit, --timezone, --starts or --ends');
    }
  });
}

/** Options of commander cannot be null. */
function nullIfNone<T>(value: T): Exclude<T, typeof none> | null {
  return value === none ? null : (value as Exclude<T, typeof none>);
}

function withCompany(made: Command): Command {
  return made.requiredOption('--company <id>', 'ID of the company (promo-lead companies list)');
}

function withWindow(made: Command): Command {
  return made
    .option('--limit <n>', 'how often it can be used', wholeNumber)
    .option('--timezone <zone>', 'time zone of its window, such as Asia/Jakarta')
    .option('--starts <time>', 'YYYY-MM-DD or YYYY-MM-DD HH:MM:SS in that zone', parseTime)
    .option('--ends <time>', 'the last second, in the same format', parseTime)
    .option('--inactive', 'refuse it until it is activated');
}

function parseTime(text: string): string {
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
