import { Command } from 'commander';
import { addCompany, listCompanies } from '../../../backend/index.ts';
import { command, type CommandScope } from '../command.ts';
import { printList, printRecord } from '../output.ts';
import { changeHalf, listHalf } from '../own-half.ts';

const noCompanies = 'There are no companies. Make one with: promo-lead companies add TITLE';
const half = 'promoholder';

export function companiesCommand(scope: CommandScope): Command {
  return new Command('companies')
    .description('companies of the embedded backend')
    .addCommand(
      command(scope, 'add <title>', {
        description: 'make a company; answers its ID',
        action: ({ terminal, options, json }, title = '') =>
          changeHalf(
            terminal,
            options,
            half,
            async (store) =>
              printRecord(terminal, await addCompany(store, { title, now: Date.now() }), { json }),
            { makes: true },
          ),
      }),
    )
    .addCommand(
      command(scope, 'list', {
        description: 'companies with their promo codes counted',
        action: ({ terminal, options, json }) =>
          listHalf(terminal, options, { half, none: noCompanies }, async (store, none) => {
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
