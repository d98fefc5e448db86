import { Command } from 'commander';
import { contactColumns, listContacts } from '../../../backend/index.ts';
import { command, type CommandScope } from '../command.ts';
import { listEmbedded } from '../embedded-only.ts';
import { type ExportOptions, exportRows, formatOption } from '../export.ts';
import { printList } from '../output.ts';

const ofContacts = { list: 'contacts', none: 'There are no contacts yet.' } as const;

export function contactsCommand(scope: CommandScope): Command {
  return new Command('contacts')
    .description('contacts of the embedded backend')
    .addCommand(
      command(scope, 'list', {
        description: 'contacts, oldest first',
        action: ({ terminal, options, json }) =>
          listEmbedded(terminal, options, ofContacts, (store, none) =>
            printList(terminal, listContacts(store), {
              json,
              columns: contactColumns,
              none,
            }),
          ),
      }),
    )
    .addCommand(
      command<ExportOptions>(scope, 'export', {
        description: 'all contacts, to standard output',
        setUp: (made) => made.addOption(formatOption()),
        action: ({ terminal, options }) =>
          listEmbedded(terminal, options, ofContacts, (store) =>
            exportRows(terminal, listContacts(store), {
              what: 'contacts',
              columns: contactColumns,
              options,
            }),
          ),
      }),
    );
}
