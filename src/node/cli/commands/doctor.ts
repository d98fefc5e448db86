import type { Command } from 'commander';
import type { Config } from '../../config/load.ts';
import type { Check } from '../../doctor/check.ts';
import { runDoctor } from '../../doctor/doctor.ts';
import { command, type CommandScope, configOf } from '../command.ts';
import { printJsonArray } from '../output.ts';
import { type Terminal, visible, write } from '../terminal.ts';

export function doctorCommand(scope: CommandScope): Command {
  return command(scope, 'doctor', {
    description: 'check configuration, store and upstreams; redeems no code and makes no contact',
    action: async ({ terminal, options, json }) => {
      const checks = await runChecks(() => configOf(terminal, options), terminal, json);
      if (json) await printJsonArray(terminal, checks);
      return checks.some(({ status }) => status === 'fail') ? 1 : 0;
    },
  });
}

/** Runs the doctor, and prints each check at once: a vendor may be slow. With JSON, prints none. */
export async function runChecks(
  load: () => Config,
  terminal: Terminal,
  json: boolean,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for await (const check of runDoctor(load)) {
    checks.push(check);
    if (!json) await printCheck(terminal, check);
  }
  return checks;
}

/** One line, with advice on the next. */
async function printCheck(
  { stdout }: Terminal,
  { check, status, detail, advice }: Check,
): Promise<void> {
  await write(stdout, `${status.padEnd(7)}  ${check}: ${visible(detail)}\n`);
  if (advice !== null) await write(stdout, `${' '.repeat(9)}${visible(advice)}\n`);
}
