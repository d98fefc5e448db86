import type { Command, Option } from 'commander';
import type { ByHandOutcome } from '../../proxy/index.ts';
import { CommandError } from './command-error.ts';
import { visible } from './terminal.ts';

/*
 * For commands by which a person settles what the server could not.
 */

/** Two options of which exactly one has to be given. */
export function withOneOf(made: Command, one: Option, other: Option): Command {
  const names = [one, other].map((option) => option.attributeName());
  const flags = [one.flags, other.flags].join(' or ');
  // The hint for `--used` would be `--refused`, its opposite.
  made.showSuggestionAfterError(false);
  return made
    .addOption(one.conflicts(other.attributeName()))
    .addOption(other)
    .hook('preAction', () => {
      const isGiven = names.some((name) => made.getOptionValue(name) !== undefined);
      if (!isGiven) made.error(`error: one of ${flags} is required`);
    });
}

export function requireDone(
  outcome: ByHandOutcome<string>,
  { verb, what, id }: { readonly verb: string; readonly what: string; readonly id: string },
): void {
  if (outcome.status === 'done') return;
  const why = outcome.status === 'unknown' ? 'there is none' : `it is ${outcome.state}`;
  throw new CommandError(`Cannot ${verb} ${what} "${visible(id)}": ${why}`);
}
