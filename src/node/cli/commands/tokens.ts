import { Command } from 'commander';
import { addToken, listTokens, revokeToken } from '../../../backend/index.ts';
import { command, type CommandScope } from '../command.ts';
import { changeEmbedded, listEmbedded } from '../embedded-only.ts';
import { printList, printRecord } from '../output.ts';
import { tell } from '../terminal.ts';

const ofTokens = {
  list: 'promoCodes',
  none: 'There are no tokens. Make one with: promo-lead tokens add NAME',
} as const;

export function tokensCommand(scope: CommandScope): Command {
  return new Command('tokens')
    .description('promoholder API tokens of the embedded backend')
    .addCommand(
      command(scope, 'add <name>', {
        description: 'make a token, which is shown only once',
        action: ({ terminal, options, json }, name = '') =>
          changeEmbedded(
            terminal,
            options,
            async (store) => {
              const token = await addToken(store, { name, now: Date.now() });
              await printRecord(terminal, token, { json });
              if (!json) await tell(terminal, 'Keep the token: it is not shown again.');
            },
            { absent: 'make' },
          ),
      }),
    )
    .addCommand(
      command(scope, 'list', {
        description: 'names of the tokens, and which were revoked',
        action: ({ terminal, options, json }) =>
          listEmbedded(terminal, options, ofTokens, async (store, none) =>
            printList(terminal, await listTokens(store), {
              json,
              columns: ['name', 'created_at', 'revoked_at'],
              none,
            }),
          ),
      }),
    )
    .addCommand(
      command(scope, 'revoke <name>', {
        description: 'revoke a token at once and for good',
        action: ({ terminal, options, json }, name = '') =>
          changeEmbedded(terminal, options, async (store) => {
            await revokeToken(store, { name, now: Date.now() });
            await printRecord(terminal, { name, revoked: true }, { json });
          }),
      }),
    );
}
