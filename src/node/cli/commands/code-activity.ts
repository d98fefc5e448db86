import type { Command } from 'commander';
import { changeCode, setCodesActive } from '../../../backend/index.ts';
import { withNamesOr } from '../bulk-command.ts';
import { type CodeName, readCodeNames } from '../code-names.ts';
import {
  type Action,
  command,
  CommandError,
  type CommandScope,
  type CommonOptions,
  notEmpty,
} from '../command.ts';
import { changeEmbedded, changeEmbeddedOf, requireEmbedded } from '../embedded-only.ts';
import { printRecord } from '../output.ts';
import { type LineProblem, tellProblems } from '../tell-problems.ts';
import { createProgress, type Terminal, visible } from '../terminal.ts';

/*
 * Whether promo codes can be used. For one code, the result is its record, as scripts expect; of
 * many, all are changed or none, and the result is their number.
 */

interface ActivityOptions extends CommonOptions {
  readonly company?: string;
  readonly from?: string;
}

export function activateCommand(scope: CommandScope): Command {
  return activityCommand(scope, 'let promo codes be used', {
    verb: 'activate',
    active: true,
  });
}

export function deactivateCommand(scope: CommandScope): Command {
  return activityCommand(scope, 'refuse promo codes until they are activated', {
    verb: 'deactivate',
    active: false,
  });
}

export function withCompanyOfMany(made: Command): Command {
  return made.option('--company <id>', 'needed if several companies have the code');
}

interface Activity {
  readonly verb: string;
  readonly active: boolean;
}

function activityCommand(scope: CommandScope, description: string, activity: Activity): Command {
  const made = command<ActivityOptions>(scope, `${activity.verb} [code...]`, {
    description: `${description}: one, or many at once (all of them or none)`,
    usage: '(<code...> | --from <file>)',
    setUp: (set) =>
      withCompanyOfMany(set)
        .option(
          '--from <file>',
          'a file with the codes (-: standard input): one per line, or a table, CSV or JSON as ' +
            'other commands print it',
          (text) => notEmpty(text, 'It must be a path.'),
        )
        .addHelpText(
          'after',
          '\nTo continue a run that was interrupted, run the same command again.',
        ),
    action: (context, ...codes) =>
      codes.length === 1 && context.options.from === undefined
        ? changeOne(context, activity, codes[0])
        : changeMany(context, activity, codes),
  });
  return withNamesOr(made, 'from', 'name promo codes, or a file that names them with --from');
}

type Context = Parameters<Action<ActivityOptions>>[0];

function changeOne(
  { terminal, options, json }: Context,
  { active }: Activity,
  code = '',
): Promise<void> {
  return changeEmbedded(terminal, options, async (store) => {
    const { company } = options;
    await printRecord(terminal, await changeCode(store, { code, company, active }), { json });
  });
}

async function changeMany(
  { terminal, options, json }: Context,
  { verb, active }: Activity,
  codes: readonly string[],
): Promise<void> {
  const config = requireEmbedded(terminal, options);
  const { company, from } = options;
  const path = from === '-' ? 'standard input' : from;
  const named = await namesOf(terminal, options, codes, path);
  const progress = createProgress(terminal, 'codes');
  const { problems, ...counts } = await changeEmbeddedOf(terminal, config, (store) =>
    setCodesActive(store, {
      codes: named.map((each) => ({ code: each.code, company: company ?? each.company })),
      active,
      onProgress: progress,
    }),
  );
  progress.end();
  if (problems.length === 0) return printRecord(terminal, { active, ...counts }, { json });
  const wrong = problems.map(({ index, code, problem }): LineProblem => ({
    line: named[index]?.line ?? 0,
    problem: `"${code}": ${problem}`,
  }));
  throw await refusal(terminal, wrong, { verb, path });
}

async function namesOf(
  terminal: Terminal,
  { company, from }: ActivityOptions,
  codes: readonly string[],
  path: string | undefined,
): Promise<readonly CodeName[]> {
  if (path === undefined) return codes.map((code, index) => ({ code, line: index + 1 }));
  const named = await readCodeNames(path, from === '-' ? terminal.stdin : undefined);
  if (named.length === 0) throw new CommandError(`Cannot read ${visible(path)}: it names no code`);
  const others = named.find((each) => each.company !== undefined && each.company !== company);
  if (company === undefined || others === undefined) return named;
  const whose = `line ${others.line} has a code of company "${visible(others.company ?? '')}"`;
  throw new CommandError(`Cannot read ${visible(path)}: ${whose}, and --company names another`);
}

async function refusal(
  terminal: Terminal,
  wrong: readonly LineProblem[],
  { verb, path }: { readonly verb: string; readonly path: string | undefined },
): Promise<CommandError> {
  if (path === undefined) {
    const each = wrong.map(({ problem }) => visible(problem)).join('; ');
    return new CommandError(`Cannot ${verb} promo codes, and none was changed: ${each}`);
  }
  await tellProblems(terminal, path, wrong);
  const count = wrong.length === 1 ? 'one line is' : `${wrong.length} lines are`;
  return new CommandError(`Cannot ${verb} promo codes: ${count} wrong, and none was changed`);
}
