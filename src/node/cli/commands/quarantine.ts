import type { Command } from 'commander';
import { listLeads, purgeLeads, releaseLeads, showLead } from '../../../proxy/index.ts';
import type { Store } from '../../../store/index.ts';
import {
  command,
  CommandError,
  type CommandScope,
  type CommonOptions,
  withStore,
} from '../command.ts';
import { printDeeds, type Row } from '../output.ts';
import { visible } from '../terminal.ts';

/*
 * What a person does about leads that look like spam. Either they are named, or all of them are
 * meant: to throw them away takes no less than that, and asks no further.
 */

interface AllOption extends CommonOptions {
  readonly all?: boolean;
}

interface Deed {
  readonly verb: string;
  readonly done: string;
  /** Answers which of them were in quarantine. */
  readonly carryOut: (store: Store, refs: readonly string[]) => Promise<ReadonlySet<string>>;
}

export function releaseCommand(scope: CommandScope): Command {
  return quarantineCommand(scope, 'send leads in quarantine on their way: they are no spam', {
    verb: 'release',
    done: 'released',
    carryOut: (store, refs) => releaseLeads(store, refs, Date.now()),
  });
}

export function purgeCommand(scope: CommandScope): Command {
  return quarantineCommand(scope, 'throw leads in quarantine away: they are spam', {
    verb: 'purge',
    done: 'purged',
    carryOut: purgeLeads,
  });
}

function quarantineCommand(scope: CommandScope, description: string, deed: Deed): Command {
  const made = command<AllOption>(scope, `${deed.verb} [ref...]`, {
    description,
    usage: '(<ref...> | --all)',
    setUp: (set) => set.option('--all', 'all that are in quarantine'),
    action: ({ terminal, options, json }, ...refs) =>
      withStore(terminal, options, async (store) => {
        const others: string[] = [];
        const named = options.all ? undefined : refs;
        const unwritten = await printDeeds(terminal, carriedOut(store, named, deed, others), {
          json,
          columns: ['ref', 'status'],
          none: 'No lead is in quarantine.',
        });
        if (others.length === 0) {
          if (unwritten) throw unwritten;
          return;
        }
        const whys = await Promise.all(others.map((ref) => whyNot(store, ref)));
        const some = `${others.length} of them`;
        throw new CommandError(`Cannot ${deed.verb} ${some}: ${whys.join('; ')}`);
      }),
  });
  return made.hook('preAction', () => {
    const isAll = made.opts<AllOption>().all === true;
    if (isAll === made.args.length > 0) made.error('error: name leads by their refs, or use --all');
  });
}

/**
 * Carries it out, and collects the named ones that were not in quarantine.
 *
 * @yields {Row} Each of which it is done.
 */
async function* carriedOut(
  store: Store,
  named: readonly string[] | undefined,
  { done, carryOut }: Deed,
  others: string[],
): AsyncGenerator<Row> {
  for await (const refs of batches(named ?? refsInQuarantine(store))) {
    const found = await carryOut(store, refs);
    for (const ref of refs) {
      if (found.has(ref)) yield { ref, status: done };
      else if (named) others.push(ref);
    }
  }
}

async function* refsInQuarantine(store: Store): AsyncGenerator<string> {
  for await (const { ref } of listLeads(store, { state: 'quarantined' })) yield ref;
}

/**
 * Of one transaction each: some milliseconds, and a lead that comes in waits no longer.
 *
 * @yields {string[]} Some refs.
 */
async function* batches(
  refs: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<readonly string[]> {
  let some: string[] = [];
  for await (const ref of refs) {
    some.push(ref);
    if (some.length < 100) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

async function whyNot(store: Store, ref: string): Promise<string> {
  const story = await showLead(store, ref);
  return story ? `${ref} is ${story.lead.state}` : `no ref is "${visible(ref)}"`;
}
