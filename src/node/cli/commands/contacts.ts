import { Command } from 'commander';
import { contactColumns, listContacts } from '../../../backend/index.ts';
import { command, type CommandScope, withStore } from '../command.ts';
import { type ExportOptions, exportRows, formatOption } from '../export.ts';
import { printList } from '../output.ts';

export function contactsCommand(scope: CommandScope): Command {
  return new Command('contacts')
    .description('contacts of the embedded backend')
    .addCommand(
      command(scope, 'list', {
        description: 'contacts, oldest first',
        action: ({ terminal, options, json }) =>
          withStore(terminal, options, (store) =>
            printList(terminal, listContacts(store), {
              json,
              columns: contactColumns,
              none: 'There are no contacts yet.',
            }),
          ),
      }),
    )
    .addCommand(
      command<ExportOptions>(scope, 'export', {
        description: 'all contacts, to standard output',
        setUp: (made) => made.addOption(formatOption()),
        action: ({ terminal, options }) =>
          withStore(terminal, options, (store) =>
            exportRows(terminal, listContacts(store), {
              what: 'contacts',
              columns: contactColumns,
              options,
            }),
          ),
      }),
    );
}
