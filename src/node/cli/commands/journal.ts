import type { Command } from 'commander';
import { listJournal } from '../../../backend/index.ts';
import { command, type CommandScope, type CommonOptions } from '../command.ts';
import { printList } from '../output.ts';
import { listHalf } from '../own-half.ts';

const ofJournal = { half: 'journal', none: 'Nothing is in the journal.' } as const;

interface JournalOptions extends CommonOptions {
  readonly company?: string;
  readonly code?: string;
}

export function journalCommand(scope: CommandScope): Command {
  return command<JournalOptions>(scope, 'journal', {
    description: 'every answered check of a promo code in the embedded backend',
    setUp: (made) =>
      made
        .option('--company <id>', 'only those of this company')
        .option('--code <c>', 'only those for this code'),
    action: ({ terminal, options, json }) =>
      listHalf(terminal, options, ofJournal, (store, none) =>
        printList(terminal, listJournal(store, { company: options.company, code: options.code }), {
          json,
          columns: ['at', 'company', 'code', 'used', 'reason'],
          none,
        }),
      ),
  });
}
