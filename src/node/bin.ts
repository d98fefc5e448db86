#!/usr/bin/env node
import { run } from './cli/run.ts';

// A closed pipe is seen where it is written to; unheard, its event would end the process.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

const { stdout, stderr, env } = process;
process.exitCode = await run(process.argv.slice(2), { stdout, stderr, env });
