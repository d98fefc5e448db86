import { Command, InvalidArgumentError } from 'commander';
import { addCompany, listCompanies } from '../../../backend/index.ts';
import { companyId } from '../../../contract/fields.ts';
import { command, type CommandScope, type CommonOptions } from '../command.ts';
import { changeEmbedded, listEmbedded } from '../embedded-only.ts';
import { printList, printRecord } from '../output.ts';

const ofCompanies = {
  list: 'promoCodes',
  none: 'There are no companies. Make one with: promo-lead companies add TITLE',
} as const;

interface AddOptions extends CommonOptions {
  readonly id?: string;
}

export function companiesCommand(scope: CommandScope): Command {
  return new Command('companies')
    .description('companies of the embedded backend')
    .addCommand(
      command<AddOptions>(scope, 'add <title>', {
        description: 'make a company and print its ID',
        setUp: (made) => made.option('--id <id>', 'keep an ID that it had elsewhere', parseId),
        action: ({ terminal, options, json }, title = '') =>
          changeEmbedded(
            terminal,
            options,
            async (store) => {
              const given = { id: options.id, title, now: Date.now() };
              await printRecord(terminal, await addCompany(store, given), { json });
            },
            { absent: 'make' },
          ),
      }),
    )
    .addCommand(
      command(scope, 'list', {
        description: 'companies, with the number of their promo codes',
        action: ({ terminal, options, json }) =>
          listEmbedded(terminal, options, ofCompanies, async (store, none) => {
            const companies = await listCompanies(store);
            const counted = companies.map(({ codes, ...company }) => Object.assign(company, codes));
            await printList(terminal, json ? companies : counted, {
              json,
              columns: ['id', 'title', 'all', 'active', 'inactive'],
              none,
            });
          }),
      }),
    );
}

function parseId(text: string): string {
  if (companyId.test(text)) return text;
  throw new InvalidArgumentError('It must be 1 to 128 letters, digits, "_", "." and "-".');
}
