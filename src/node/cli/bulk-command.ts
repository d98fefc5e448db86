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
  // One of the two has to be given: nobody means all leads by a slip.
  return made.hook('preAction', () => {
    const isAll = made.opts<AllOption>().all === true;
    if (isAll === made.args.length > 0) made.error('error: name leads by their refs, or use --all');
  });
}
