import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../config/load.ts';
import { secretFile } from '../../secrets/secret-file.ts';
import { backUpSqlite } from '../../store/back-up-sqlite.ts';
import { command, CommandError, type CommandScope, configOf } from '../command.ts';
import { printRecord } from '../output.ts';
import { tell } from '../terminal.ts';

/** Copies the database without stopping the server and without another program. */
export function backUpCommand(scope: CommandScope): Command {
  return command(scope, 'backup FILE', {
    description: 'copy the SQLite database to a new file, while servers run',
    action: async ({ terminal, options, json }, path = '') => {
      // A shell variable that is not set.
      if (path === '') throw new CommandError('Cannot back up: FILE is empty. Name the copy');
      const file = resolve(path);
      const config = configOf(terminal, options);
      if (config.store.kind === 'postgres') {
        throw new CommandError(
          'Cannot back up PostgreSQL: this is for SQLite. Use pg_dump, which comes with it',
        );
      }
      const bytes = backUpSqlite(config.store.file, file);
      await printRecord(terminal, { file, bytes }, { json });
      await tell(terminal, besidesNote(config));
    },
  });
}

/** Without these, the copy is of no use. */
function besidesNote({ dataFolder, secret, encryptionKeys }: Config): string {
  const where = secret ? 'PROMO_LEAD_SECRET' : secretFile(dataFolder);
  const keys = encryptionKeys.length > 0 ? ' and PROMO_LEAD_ENCRYPTION_KEYS' : '';
  return `Keep ${where}${keys} too, in another place: the server secret is not in the copy.`;
}
