/**
 * `run.ts [--target NAME] [--seconds N] [--seed N] [--keep]`: makes inputs for the parsers of
 * untrusted input, and builds on those that reach new code. One that makes a parser fail is added
 * to its corpus, and so to `npm test`; `--keep` also adds those that reached new code.
 */
import { parseArgs } from 'node:util';
import { addToCorpus } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { fuzz } from './fuzz.ts';
import { targets } from './targets.ts';

const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    keep: { type: 'boolean', default: false },
  },
});
const chosen = targets.filter(({ name }) => values.target === undefined || name === values.target);
if (chosen.length === 0) {
  const names = targets.map(({ name }) => name).join(', ');
  throw new RangeError(`Cannot fuzz ${values.target}: there are ${names}`);
}

const coverage = new Coverage();
await coverage.start();
for (const target of chosen) {
  const until = performance.now() + (Number(values.seconds) * 1000) / chosen.length;
  const { count, found, crash } = await fuzz({
    target,
    seed: Number(values.seed),
    coverage,
    isOver: () => performance.now() >= until,
  });
  if (values.keep) for (const input of found) addToCorpus(target.name, input);
  say(`${target.name}: ${count} inputs, ${found.length} went further, seed ${values.seed}\n`);
  if (crash) {
    addToCorpus(target.name, crash.input);
    process.exitCode = 1;
    say(`\n${describe(crash.error)}\n`);
    say(`with ${JSON.stringify(crash.input.toString('latin1'))}\n`);
    say(`which is in its corpus now; again with --target ${target.name} --seed ${values.seed}\n\n`);
  }
}
coverage.stop();

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function say(text: string): void {
  process.stdout.write(text);
}
