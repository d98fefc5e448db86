import { Command, CommanderError } from 'commander';
import { BackendError } from '../../backend/index.ts';
import { StoreError } from '../../store/index.ts';
import { CodesCsvError } from '../codes/codes-csv.ts';
import { ConfigError } from '../config/config-error.ts';
import { ListenError } from '../http/http-server.ts';
import { packageVersion } from '../package.ts';
import { DataError } from '../store/data-folder.ts';
import { CommandError, type CommandScope } from './command.ts';
import { alertsCommand } from './commands/alerts.ts';
import { codesCommand } from './commands/codes.ts';
import { companiesCommand } from './commands/companies.ts';
import { contactsCommand } from './commands/contacts.ts';
import { doctorCommand } from './commands/doctor.ts';
import { initCommand } from './commands/init.ts';
import { journalCommand } from './commands/journal.ts';
import { leadsCommand } from './commands/leads.ts';
import { postbacksCommand } from './commands/postbacks.ts';
import { serveCommand } from './commands/serve.ts';
import { storeCommand } from './commands/store.ts';
import { tokensCommand } from './commands/tokens.ts';
import { OutputClosed, type Terminal, write } from './terminal.ts';

const exitFailure = 1;
const exitUsage = 2;

/** Runs a command line. Resolves to the exit code: 0, 1 for a failure, 2 for wrong usage. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const scope: CommandScope = { terminal, exitCode: 0 };
  try {
    await createProgram(scope).parseAsync(helpAsked(args), { from: 'user' });
    // The last write may have failed while nobody waited for it.
    await write(terminal.stdout, '');
    return scope.exitCode;
  } catch (error) {
    if (error instanceof OutputClosed) return 0;
    // Commander has said what is wrong; help and version end this way too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitUsage;
    terminal.stderr.write(`promo-lead: ${describe(error)}\n`);
    const isUsage =
      error instanceof ConfigError && error.problems.some(({ from }) => from === 'flag');
    return isUsage ? exitUsage : exitFailure;
  }
}

/** All commands, as the help and the README show them. */
export function createProgram(scope: CommandScope): Command {
  const { stdout, stderr } = scope.terminal;
  const program = new Command('promo-lead')
    .description('Promo codes and leads: the proxy that keeps the API tokens off the page')
    .version(packageVersion());
  const commands = [
    initCommand,
    serveCommand,
    doctorCommand,
    tokensCommand,
    companiesCommand,
    codesCommand,
    leadsCommand,
    contactsCommand,
    journalCommand,
    storeCommand,
    alertsCommand,
    postbacksCommand,
  ];
  for (const make of commands) program.addCommand(make(scope));
  const setUp = (command: Command): void => {
    command.exitOverride().configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    });
    command.commands.forEach(setUp);
  };
  setUp(program);
  return program;
}

/** `help codes add` means `codes help add`, the only form that commander understands. */
function helpAsked(args: readonly string[]): string[] {
  const [first, ...words] = args;
  if (first !== 'help' || words.some((word) => word.startsWith('-'))) return [...args];
  return [...words.slice(0, -1), first, ...words.slice(-1)];
}

/** Errors that an owner can fix have a sentence; anything else is a bug, and has its stack. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof StoreError) return `Cannot use the store: ${error.message}`;
  const expected = [BackendError, CodesCsvError, CommandError, ConfigError, DataError, ListenError];
  if (expected.some((kind) => error instanceof kind)) return error.message;
  return error.stack ?? error.message;
}
