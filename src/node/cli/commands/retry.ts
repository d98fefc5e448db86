import { type Command, Option } from 'commander';
import { retriedStates } from '../../../contract/lead-states.ts';
import { listLeads, retryLead, retryLeads } from '../../../proxy/index.ts';
import type { LeadState, Store } from '../../../store/index.ts';
import { command, CommandError, type CommandScope } from '../command.ts';
import { type AllOption, carryOut, type LeadDeed, refsOrAll } from '../lead-deeds.ts';
import { printRecord } from '../output.ts';
import { type Terminal, visible } from '../terminal.ts';
import { withLeads } from '../with-leads.ts';

interface RetryOptions extends AllOption {
  readonly state?: LeadState;
}

/** What `--all` means where no state is named: no vendor refused those. */
const unrefused: readonly LeadState[] = ['held', 'dead'];

export function retryCommand(scope: CommandScope): Command {
  const made = command<RetryOptions>(scope, 'retry [ref...]', {
    description: 'send leads again that were held, rejected or given up',
    usage: '(<ref...> | --all)',
    setUp: (set) =>
      set
        .option('--all', 'all that are held or given up (dead)')
        .addOption(
          new Option('--state <s>', 'with --all: those in this state').choices(retriedStates),
        ),
    action: ({ terminal, options, json }, ...refs) =>
      withLeads(terminal, options, (store) => {
        const [ref = '', ...more] = refs;
        if (!options.all && more.length === 0) return retryOne(terminal, store, ref, json);
        const of = options.state === undefined ? unrefused : [options.state];
        const deed = retrying(of, options.all ? new Set(of) : undefined);
        return carryOut(terminal, store, deed, { named: options.all ? undefined : refs, json });
      }),
  });
  return refsOrAll(made).hook('preAction', () => {
    const { all: isAll, state } = made.opts<RetryOptions>();
    if (state !== undefined && !isAll) made.error('error: --state goes with --all alone');
  });
}

/** All of some states; or those that are named, from whatever state a lead can be sent again. */
function retrying(of: readonly LeadState[], from: ReadonlySet<LeadState> | undefined): LeadDeed {
  return {
    verb: 'retry',
    done: 'queued',
    carryOut: (store, refs) => retryLeads(store, refs, Date.now(), from),
    all: (store) => refsOf(store, of),
    none: `No lead is ${of.join(' or ')}.`,
  };
}

async function* refsOf(store: Store, of: readonly LeadState[]): AsyncGenerator<string> {
  for (const state of of) for await (const { ref } of listLeads(store, { state })) yield ref;
}

/** As a script knows it: one record, and one sentence where it cannot be. */
async function retryOne(
  terminal: Terminal,
  store: Store,
  ref: string,
  json: boolean,
): Promise<void> {
  const outcome = await retryLead(store, ref, Date.now());
  if (outcome.status === 'unknown') throw unknownLead(ref);
  if (outcome.status === 'not_retried') {
    throw new CommandError(`Cannot retry lead ${visible(ref)}: it is ${outcome.state}`);
  }
  return printRecord(terminal, { ref, status: outcome.status }, { json });
}

export function unknownLead(ref: string): CommandError {
  return new CommandError(`Cannot find lead: no ref is "${visible(ref)}"`);
}
