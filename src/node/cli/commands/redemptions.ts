import { type Command, Option } from 'commander';
import { unconfirmedUses } from '../../../owner/index.ts';
import {
  listUsesNeedingAttention,
  retryRedemption,
  settleRedemptionByHand,
} from '../../../proxy/index.ts';
import type { Store } from '../../../store/index.ts';
import { type AllOption, withNamesOr } from '../bulk-command.ts';
import { requireDone, withOneOf } from '../by-hand.ts';
import { command, type CommandScope, type CommonOptions } from '../command.ts';
import { printList, printRecord, printResults, type Row } from '../output.ts';
import { withLeads } from '../with-leads.ts';

interface SettleOptions extends CommonOptions {
  readonly redeemed?: boolean;
  readonly refused?: boolean;
}

export function unconfirmedCommand(scope: CommandScope): Command {
  return command(scope, 'unconfirmed', {
    description: 'uses of promo codes that wait for you: look them up at the vendor',
    action: ({ terminal, options, json }) =>
      withLeads(
        terminal,
        options,
        async (store) => {
          await printList(terminal, await unconfirmedUses(store), {
            json,
            columns: ['id', 'code', 'company', 'state', 'detail', 'updated_at'],
            none: 'No use of a promo code waits for you.',
          });
        },
        { absent: 'list' },
      ),
  });
}

export function settleCodeCommand(scope: CommandScope): Command {
  return command<SettleOptions>(scope, 'settle <id>', {
    description: 'record whether a code in doubt was used, after checking with the vendor',
    usage: '<id> (--redeemed | --refused)',
    setUp: (made) =>
      withOneOf(
        made,
        new Option('--redeemed', 'it was used'),
        new Option('--refused', 'it was not used'),
      ),
    action: ({ terminal, options, json }, id = '') =>
      withLeads(terminal, options, async (store) => {
        const decision = options.redeemed === true ? 'redeemed' : 'refused';
        const outcome = await settleRedemptionByHand(store, id, decision, Date.now());
        requireDone(outcome, { verb: 'settle', what: 'use of a code', id });
        return printRecord(terminal, { id, state: decision }, { json });
      }),
  });
}

export function retryCodeCommand(scope: CommandScope): Command {
  const made = command<AllOption>(scope, 'retry [id]', {
    description: 'redeem a code whose use was held before it was sent',
    usage: '(<id> | --all)',
    setUp: (set) => set.option('--all', 'all that are held'),
    action: ({ terminal, options, json }, id = '') =>
      withLeads(terminal, options, async (store) => {
        if (options.all === true) {
          const none = 'No use of a promo code is held.';
          const results = retryHeld(store);
          const list = { json, columns: ['id', 'status'], none };
          const unwritten = await printResults(terminal, results, list);
          if (unwritten) throw unwritten;
          return;
        }
        const outcome = await retryRedemption(store, id, Date.now());
        requireDone(outcome, { verb: 'retry', what: 'use of a code', id });
        return printRecord(terminal, { id, status: 'queued' }, { json });
      }),
  });
  return withNamesOr(made, 'all', 'name a use by its id, or use --all');
}

/**
 * Once the vendor takes the token again, say, which may have held a day's uses.
 *
 * @yields {Row} Each use that is queued.
 */
async function* retryHeld(store: Store): AsyncGenerator<Row> {
  for (const { id } of await listUsesNeedingAttention(store)) {
    // Leaves those that are in doubt.
    const { status } = await retryRedemption(store, id, Date.now());
    if (status === 'done') yield { id, status: 'queued' };
  }
}
