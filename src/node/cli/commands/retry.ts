import { type Command, Option } from 'commander';
import { retriedStates } from '../../../contract/lead-states.ts';
import { listLeads, retryLead, retryLeads } from '../../../proxy/index.ts';
import type { LeadState, Store } from '../../../store/index.ts';
import { type AllOption, bulkCommand } from '../bulk-command.ts';
import { CommandError, type CommandScope } from '../command.ts';
import { type LeadAction, runLeadAction } from '../lead-action.ts';
import { printRecord } from '../output.ts';
import { type Terminal, visible } from '../terminal.ts';
import { withLeads } from '../with-leads.ts';

interface RetryOptions extends AllOption {
  readonly state?: LeadState;
}

/** What `--all` means if no state is named: no vendor refused those. */
const unrefused: readonly LeadState[] = ['held', 'dead'];

export function retryCommand(scope: CommandScope): Command {
  const made = bulkCommand<RetryOptions>(scope, {
    verb: 'retry',
    description: 'send leads again that were held, rejected or given up',
    all: 'all that are held or given up (dead)',
    setUp: (set) =>
      set.addOption(
        new Option('--state <s>', 'with --all: those in this state').choices(retriedStates),
      ),
    run: ({ terminal, options, json }, named) =>
      withLeads(terminal, options, (store) => {
        const [ref = '', ...more] = named ?? [];
        if (named && more.length === 0) return retryOne(terminal, store, ref, json);
        const states = options.state === undefined ? unrefused : [options.state];
        const action = retryAction(states, named ? undefined : new Set(states));
        return runLeadAction(terminal, store, action, { named, json });
      }),
  });
  return made.hook('preAction', () => {
    const { all: isAll, state } = made.opts<RetryOptions>();
    if (state !== undefined && !isAll) made.error('error: --state goes with --all alone');
  });
}

/** All in some states; or named ones, from any state in which a lead can be sent again. */
function retryAction(
  states: readonly LeadState[],
  from: ReadonlySet<LeadState> | undefined,
): LeadAction {
  return {
    verb: 'retry',
    done: 'queued',
    run: (store, refs) => retryLeads(store, refs, Date.now(), from),
    all: (store) => refsIn(store, states),
    none: `No lead is ${states.join(' or ')}.`,
  };
}

async function* refsIn(store: Store, states: readonly LeadState[]): AsyncGenerator<string> {
  for (const state of states) for await (const { ref } of listLeads(store, { state })) yield ref;
}

/** As a script expects it: one record, or one sentence if it cannot be retried. */
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
