import { Command } from 'commander';
import { toIso } from '../../../contract/to-iso.ts';
import { dismissGivenUp, listUnsentPostbacks, retryGivenUp } from '../../../proxy/index.ts';
import type { Store } from '../../../store/index.ts';
import type { Config } from '../../config/load.ts';
import { bulkCommand } from '../bulk-command.ts';
import { command, CommandError, type CommandScope, withStore } from '../command.ts';
import { printList, printRecord, type Row } from '../output.ts';
import { visible } from '../terminal.ts';

export function postbacksCommand(scope: CommandScope): Command {
  return new Command('postbacks')
    .description('what is reported to your tracker')
    .addCommand(listCommand(scope))
    .addCommand(
      actionCommand(scope, {
        verb: 'retry',
        description: 'send postbacks again that were given up',
        done: 'queued',
        run: (store, refs, { postback }) => {
          if (!postback) {
            throw new CommandError('Cannot send postbacks: PROMO_LEAD_POSTBACK_URL is not set');
          }
          const { statuses } = postback;
          return retryGivenUp(store, { statuses, now: Date.now(), refs });
        },
      }),
    )
    .addCommand(
      actionCommand(scope, {
        verb: 'dismiss',
        description: 'dismiss postbacks that were given up',
        done: 'dismissed',
        run: (store, refs) => dismissGivenUp(store, Date.now(), refs),
      }),
    );
}

const columns = ['ref', 'state', 'status', 'since', 'attempts', 'due_at', 'detail'];

function listCommand(scope: CommandScope): Command {
  return command(scope, 'list', {
    description: 'postbacks that wait, and those that were given up',
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
      since: toIso(created_at),
      attempts,
      due_at: toIso(due_at),
      detail,
    };
  }
}

interface PostbackAction {
  readonly verb: string;
  readonly description: string;
  readonly done: string;
  /** For these leads, or for all; returns the refs of those with which it is done. */
  readonly run: (
    store: Store,
    refs: readonly string[] | undefined,
    config: Config,
  ) => Promise<readonly string[]>;
}

function actionCommand(
  scope: CommandScope,
  { verb, description, done, run }: PostbackAction,
): Command {
  return bulkCommand(scope, {
    verb,
    description,
    all: 'all of them',
    run: ({ terminal, options, json }, named) =>
      withStore(terminal, options, async (store, config) => {
        const found = await run(store, named, config);
        await printRecord(terminal, { [done]: found.length }, { json });
        const others = (named ?? []).filter((ref) => !found.includes(ref));
        if (others.length === 0) return;
        const refs = others.map((ref) => `"${visible(ref)}"`).join(', ');
        throw new CommandError(`Cannot ${verb} all: no postback was given up of the lead ${refs}`);
      }),
  });
}
