import type { Command } from 'commander';
import { type Action, command, type CommandScope, type CommonOptions } from './command.ts';

export interface AllOption extends CommonOptions {
  readonly all?: boolean;
}

interface BulkCommand<Options extends AllOption> {
  readonly verb: string;
  readonly description: string;
  /** What `--all` means. */
  readonly all: string;
  /** Adds further options. */
  readonly setUp?: (command: Command) => unknown;
  /** `named`: the refs; undefined: all. */
  readonly run: (
    context: Parameters<Action<Options>>[0],
    named: readonly string[] | undefined,
  ) => Promise<void>;
}

/** A command about leads that are named by their refs, or about all that it applies to. */
export function bulkCommand<Options extends AllOption>(
  scope: CommandScope,
  { verb, description, all, setUp, run }: BulkCommand<Options>,
): Command {
  const made = command<Options>(scope, `${verb} [ref...]`, {
    description,
    usage: '(<ref...> | --all)',
    setUp: (set) => {
      set.option('--all', all);
      setUp?.(set);
    },
    action: (context, ...refs) => run(context, context.options.all ? undefined : refs),
  });
  // Nobody means all leads by a slip.
  return withNamesOr(made, 'all', 'name leads by their refs, or use --all');
}

/** Names, or an option that stands for them: exactly one of the two has to be given. */
export function withNamesOr(made: Command, option: string, message: string): Command {
  return made.hook('preAction', () => {
    const isOption = made.getOptionValue(option) !== undefined;
    if (isOption === made.args.length > 0) made.error(`error: ${message}`);
  });
}
