#!/usr/bin/env node
import { run } from './cli/run.ts';

// Node 22 calls its SQLite experimental, on standard error, where a server's lines are JSON.
process.removeAllListeners('warning');
process.on('warning', ({ name, message }) => {
  if (name !== 'ExperimentalWarning') process.stderr.write(`promo-lead: ${name}: ${message}\n`);
});

// A closed pipe is seen where it is written to; unheard, its event would end the process.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

const { stdin, stdout, stderr, env } = process;
process.exitCode = await run(process.argv.slice(2), { stdin, stdout, stderr, env });
