import { Command } from 'commander';
import { dismissGivenUp, listUnsentPostbacks, retryGivenUp } from '../../../proxy/index.ts';
import type { Store } from '../../../store/index.ts';
import type { Config } from '../../config/load.ts';
import { command, CommandError, type CommandScope, withStore } from '../command.ts';
import { type AllOption, refsOrAll } from '../lead-deeds.ts';
import { printList, printRecord, type Row } from '../output.ts';
import { visible } from '../terminal.ts';

export function postbacksCommand(scope: CommandScope): Command {
  return new Command('postbacks')
    .description('what your tracker is told of leads')
    .addCommand(listCommand(scope))
    .addCommand(
      deedCommand(scope, 'send postbacks again that were given up after three days', {
        verb: 'retry',
        done: 'queued',
        carryOut: (store, refs, { postback }) => {
          if (!postback) {
            throw new CommandError('Cannot send postbacks: PROMO_LEAD_POSTBACK_URL is not set');
          }
          const { statuses } = postback;
          return retryGivenUp(store, { statuses, now: Date.now(), refs });
        },
      }),
    )
    .addCommand(
      deedCommand(scope, 'be told no more of postbacks that were given up', {
        verb: 'dismiss',
        done: 'dismissed',
        carryOut: (store, refs) => dismissGivenUp(store, Date.now(), refs),
      }),
    );
}

const columns = ['ref', 'state', 'status', 'since', 'attempts', 'due_at', 'detail'];

function listCommand(scope: CommandScope): Command {
  return command(scope, 'list', {
    description: 'postbacks that were given up, and those that wait',
    action: ({ terminal, options, json }) =>
      withStore(
        terminal,
        options,
        (store) =>
          printList(terminal, toRows(store), {
            json,
            columns,
            none: 'No postback waits, and none was given up.',
          }),
        { absent: 'list' },
      ),
  });
}

async function* toRows(store: Store): AsyncGenerator<Row> {
  for await (const { lead_ref: ref, state, ...row } of listUnsentPostbacks(store)) {
    const { outcome, created_at, attempts, due_at, detail } = row;
    yield {
      ref,
      state,
      status: outcome ?? 'waiting',
      since: new Date(created_at).toISOString(),
      attempts,
      due_at: due_at === null ? null : new Date(due_at).toISOString(),
      detail,
    };
  }
}

interface PostbackDeed {
  readonly verb: string;
  readonly done: string;
  /** Of these leads, or of all; answers of which it was done. */
  readonly carryOut: (
    store: Store,
    refs: readonly string[] | undefined,
    config: Config,
  ) => Promise<readonly string[]>;
}

function deedCommand(
  scope: CommandScope,
  description: string,
  { verb, done, carryOut }: PostbackDeed,
): Command {
  const made = command<AllOption>(scope, `${verb} [ref...]`, {
    description,
    usage: '(<ref...> | --all)',
    setUp: (set) => set.option('--all', 'all of them'),
    action: ({ terminal, options, json }, ...refs) =>
      withStore(terminal, options, async (store, config) => {
        const found = await carryOut(store, options.all ? undefined : refs, config);
        await printRecord(terminal, { [done]: found.length }, { json });
        const others = refs.filter((ref) => !found.includes(ref)).map((ref) => `"${visible(ref)}"`);
        if (others.length === 0) return;
        throw new CommandError(
          `Cannot ${verb} all: no postback was given up of the lead ${others.join(', ')}`,
        );
      }),
  });
  return refsOrAll(made);
}
