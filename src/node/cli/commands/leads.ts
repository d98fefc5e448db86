import { Command, Option } from 'commander';
import { leadColumns, leadRecord, leadStoryRecord } from '../../../owner/index.ts';
import { eachWithCode, listLeads, readLead } from '../../../proxy/index.ts';
import { type LeadState, leadStates, type Store } from '../../../store/index.ts';
import { suggest } from '../../config/suggest.ts';
import { command, type CommandScope, type CommonOptions, withStore } from '../command.ts';
import { type ExportOptions, exportRows, formatOption } from '../export.ts';
import { printList, printRecord, type Row } from '../output.ts';
import { phoneOption } from '../phone-option.ts';
import { visible, write } from '../terminal.ts';
import { correctCommand } from './correct.ts';
import { eraseLeadsCommand } from './erase.ts';
import { exportPerson } from './export-person.ts';
import { purgeCommand, releaseCommand } from './quarantine.ts';
import { retryCommand, unknownLead } from './retry.ts';
import { settleLeadCommand } from './settle-lead.ts';

interface StateOptions extends CommonOptions {
  readonly state?: LeadState;
}

const listColumns = [
  'ref',
  'received_at',
  'state',
  'first_name',
  'last_name',
  'phone',
  'product',
  'promo_code',
  'contact_id',
];
const postbackColumns = ['state', 'status', 'attempts', 'updated_at', 'due_at', 'detail'];

export function leadsCommand(scope: CommandScope): Command {
  const leads = new Command('leads')
    .description('leads, and what became of them')
    .addCommand(listCommand(scope))
    .addCommand(showCommand(scope))
    .addCommand(retryCommand(scope))
    .addCommand(correctCommand(scope))
    .addCommand(settleLeadCommand(scope))
    .addCommand(releaseCommand(scope))
    .addCommand(purgeCommand(scope))
    .addCommand(exportCommand(scope))
    .addCommand(eraseLeadsCommand(scope));
  return leads.on('command:*', ([name = '']: readonly string[]) => {
    const known = leads.commands.map((one) => one.name());
    const meant = deletes.has(name) ? 'erase or purge' : suggest(name, known);
    const hint = meant === undefined ? '' : `\n(Did you mean ${meant}?)`;
    leads.error(`error: unknown command '${visible(name)}'${hint}`);
  });
}

/** By edit distance, `delete` is closest to `release`, which sends the lead. */
const deletes: ReadonlySet<string> = new Set(['delete', 'del', 'remove', 'rm']);

function stateOption(): Option {
  return new Option('--state <s>', 'only those in this state').choices(leadStates);
}

function listCommand(scope: CommandScope): Command {
  return command<StateOptions>(scope, 'list', {
    description: 'leads, oldest first',
    setUp: (made) => made.addOption(stateOption()),
    action: ({ terminal, options, json }) =>
      withStore(
        terminal,
        options,
        (store) =>
          printList(terminal, toRows(store, options.state), {
            json,
            columns: listColumns,
            none: options.state ? `No lead is ${options.state}.` : 'There are no leads yet.',
          }),
        { absent: 'list' },
      ),
  });
}

function showCommand(scope: CommandScope): Command {
  return command(scope, 'show <ref>', {
    description: 'one lead with its whole history',
    action: ({ terminal, options, json }, ref = '') =>
      withStore(terminal, options, async (store) => {
        const story = await readLead(store, ref);
        if (!story) throw unknownLead(ref);
        const { history, redemption, extra, postbacks, ...lead } = leadStoryRecord(story);
        const rest = { extra, redemption, history, postbacks };
        if (json) return printRecord(terminal, { ...lead, ...rest }, { json });
        await printRecord(terminal, lead, { json });
        if (extra) {
          await write(terminal.stdout, "\nThe page's own fields\n");
          await printRecord(terminal, extra, { json });
        }
        if (redemption) {
          await write(terminal.stdout, '\nPromo code\n');
          await printRecord(terminal, redemption, { json });
        }
        await write(terminal.stdout, '\nAttempts\n');
        await printList(terminal, history, {
          json,
          columns: ['at', 'attempt', 'state', 'detail'],
          none: 'It was not tried yet.',
        });
        if (postbacks.length === 0) return;
        await write(terminal.stdout, '\nPostbacks to your tracker\n');
        await printList(terminal, postbacks, { json, columns: postbackColumns, none: '' });
      }),
  });
}

function exportCommand(scope: CommandScope): Command {
  return command<ExportOptions & StateOptions & { readonly phone?: string }>(scope, 'export', {
    description: 'all leads; with --phone, all that is known of one phone, as one JSON document',
    setUp: (made) =>
      made
        .addOption(formatOption())
        .addOption(stateOption())
        .addOption(phoneOption().conflicts(['format', 'state'])),
    action: ({ terminal, options }) => {
      const { phone, state } = options;
      if (phone !== undefined) {
        return withStore(terminal, options, (store) => exportPerson(terminal, store, phone));
      }
      const what = { what: 'leads', columns: leadColumns, options };
      const all = (store: Store): Promise<void> => exportRows(terminal, toRows(store, state), what);
      return withStore(terminal, options, all, { absent: 'list' });
    },
  });
}

async function* toRows(store: Store, state: LeadState | undefined): AsyncGenerator<Row> {
  const leads = eachWithCode(store, listLeads(store, { state }));
  for await (const lead of leads) yield leadRecord(lead);
}
