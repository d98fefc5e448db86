import type { Command } from 'commander';
import { listJournal, requireJournalCompany } from '../../../backend/index.ts';
import { command, type CommandScope, type CommonOptions } from '../command.ts';
import { listEmbedded } from '../embedded-only.ts';
import { printList } from '../output.ts';

const ofJournal = { list: 'journal', none: 'Nothing is in the journal.' } as const;

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
      listEmbedded(terminal, options, ofJournal, async (store, none, { providers }) => {
        const { company, code } = options;
        // The company of a file or of a module is not in our store.
        if (company !== undefined && providers.promoCodes.kind === 'embedded') {
          await requireJournalCompany(store, company);
        }
        await printList(terminal, listJournal(store, { company, code }), {
          json,
          columns: ['at', 'company', 'code', 'used', 'reason'],
          none,
        });
      }),
  });
}
