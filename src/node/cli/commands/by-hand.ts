import { type Command, Option } from 'commander';
import { unconfirmedUses } from '../../../owner/index.ts';
import {
  type ByHandOutcome,
  type LeadDecision,
  retryRedemption,
  settleLeadByHand,
  settleRedemptionByHand,
} from '../../../proxy/index.ts';
import {
  command,
  CommandError,
  type CommandScope,
  type CommonOptions,
  notEmpty,
} from '../command.ts';
import { printList, printRecord } from '../output.ts';
import { visible } from '../terminal.ts';
import { withLeads } from '../with-leads.ts';

/*
 * What a person settles that the machine could not: commands of `leads` and of `codes`.
 */

interface LeadOptions extends CommonOptions {
  readonly delivered?: string;
  readonly rejected?: boolean;
}

interface RedemptionOptions extends CommonOptions {
  readonly redeemed?: boolean;
  readonly refused?: boolean;
}

export function settleLeadCommand(scope: CommandScope): Command {
  return command<LeadOptions>(scope, 'settle <ref>', {
    description: 'write down what you found out about a lead at the vendor',
    usage: '<ref> (--delivered <id> | --rejected)',
    setUp: (made) =>
      withOneOf(
        made,
        new Option('--delivered <id>', 'it is there, as the contact with this ID').argParser((id) =>
          notEmpty(id, 'It must be an ID.'),
        ),
        new Option('--rejected', 'it is not there, and is not to be sent'),
      ),
    action: ({ terminal, options, json }, ref = '') =>
      withLeads(
        terminal,
        options,
        async (store, { postback }) => {
          const { delivered } = options;
          const decision: LeadDecision =
            delivered === undefined
              ? { state: 'rejected' }
              : { state: 'delivered', contactId: delivered };
          const told = postback?.statuses;
          const outcome = await settleLeadByHand(store, ref, decision, Date.now(), told);
          requireDone(outcome, { verb: 'settle', what: 'lead', id: ref });
          return printRecord(terminal, { ref, state: decision.state }, { json });
        },
        { by: ['tracker'] },
      ),
  });
}

export function unconfirmedCommand(scope: CommandScope): Command {
  return command(scope, 'unconfirmed', {
    description: 'uses of promo codes that wait for a person: look them up at the vendor',
    action: ({ terminal, options, json }) =>
      withLeads(terminal, options, async (store) => {
        await printList(terminal, await unconfirmedUses(store), {
          json,
          columns: ['id', 'code', 'company', 'state', 'detail', 'updated_at'],
          none: 'No use of a promo code waits for you.',
        });
      }),
  });
}

export function settleCodeCommand(scope: CommandScope): Command {
  return command<RedemptionOptions>(scope, 'settle <id>', {
    description: 'write down whether a code in doubt was used, as you found out at the vendor',
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
  return command(scope, 'retry <id>', {
    description: 'use a code up whose use was held before it was sent',
    action: ({ terminal, options, json }, id = '') =>
      withLeads(terminal, options, async (store) => {
        const outcome = await retryRedemption(store, id, Date.now());
        requireDone(outcome, { verb: 'retry', what: 'use of a code', id });
        return printRecord(terminal, { id, status: 'queued' }, { json });
      }),
  });
}

/** Two options of which exactly one has to be given. */
function withOneOf(made: Command, one: Option, other: Option): Command {
  const names = [one, other].map((option) => option.attributeName());
  const flags = [one.flags, other.flags].join(' or ');
  return made
    .addOption(one.conflicts(other.attributeName()))
    .addOption(other)
    .hook('preAction', () => {
      const options: Readonly<Record<string, unknown>> = made.opts();
      const isGiven = names.some((name) => options[name] !== undefined);
      if (!isGiven) made.error(`error: one of ${flags} is required`);
    });
}

function requireDone(
  outcome: ByHandOutcome<string>,
  { verb, what, id }: { readonly verb: string; readonly what: string; readonly id: string },
): void {
  if (outcome.status === 'done') return;
  const why = outcome.status === 'unknown' ? 'there is none' : `it is ${outcome.state}`;
  throw new CommandError(`Cannot ${verb} ${what} "${visible(id)}": ${why}`);
}
