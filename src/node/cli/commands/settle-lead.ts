import { type Command, Option } from 'commander';
import { type LeadDecision, settleLeadByHand } from '../../../proxy/index.ts';
import { requireDone, withOneOf } from '../by-hand.ts';
import { command, type CommandScope, type CommonOptions, notEmpty } from '../command.ts';
import { printRecord } from '../output.ts';
import { withLeads } from '../with-leads.ts';

interface SettleOptions extends CommonOptions {
  readonly delivered?: string;
  readonly rejected?: boolean;
}

export function settleLeadCommand(scope: CommandScope): Command {
  return command<SettleOptions>(scope, 'settle <ref>', {
    description: 'record whether the vendor has a lead, after checking with it',
    usage: '<ref> (--delivered <id> | --rejected)',
    setUp: (made) =>
      withOneOf(
        made,
        new Option('--delivered <id>', 'the vendor has it, as the contact with this ID').argParser(
          (id) => notEmpty(id, 'It must be an ID.'),
        ),
        new Option('--rejected', 'the vendor does not have it, and it is not to be sent'),
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
