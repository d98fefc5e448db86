import { Command } from 'commander';
import { retryGivenUp } from '../../../proxy/index.ts';
import { command, CommandError, type CommandScope, withStore } from '../command.ts';
import { printRecord } from '../output.ts';
import type { AllOption } from '../lead-deeds.ts';

export function postbacksCommand(scope: CommandScope): Command {
  return new Command('postbacks').description('what your tracker is told of leads').addCommand(
    command<AllOption>(scope, 'retry', {
      description: 'send postbacks again that were given up after three days',
      usage: '--all',
      setUp: (made) => made.requiredOption('--all', 'all of them'),
      action: ({ terminal, options, json }) =>
        withStore(terminal, options, async (store, { postback }) => {
          if (!postback) {
            throw new CommandError('Cannot send postbacks: PROMO_LEAD_POSTBACK_URL is not set');
          }
          const queued = await retryGivenUp(store, Date.now());
          await printRecord(terminal, { queued }, { json });
        }),
    }),
  );
}
