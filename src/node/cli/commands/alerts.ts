import { Command } from 'commander';
import { UpstreamError } from '../../../upstream/index.ts';
import { tryAlert } from '../../alerts.ts';
import { command, CommandError, type CommandScope, configOf } from '../command.ts';
import { printRecord } from '../output.ts';

export function alertsCommand(scope: CommandScope): Command {
  return new Command('alerts').description('messages to you about leads that wait').addCommand(
    command(scope, 'try', {
      description: 'send a test message to PROMO_LEAD_ALERT_URL',
      action: async ({ terminal, options, json }) => {
        const { alertUrl } = configOf(terminal, options);
        if (!alertUrl) {
          throw new CommandError('Cannot send an alert: PROMO_LEAD_ALERT_URL is not set');
        }
        try {
          await tryAlert(alertUrl);
        } catch (error) {
          if (!(error instanceof UpstreamError)) throw error;
          throw new CommandError(error.message);
        }
        await printRecord(terminal, { sent: true }, { json });
      },
    }),
  );
}
