/**
 * Packs the package, installs it in each app together with the app's own lock file, and builds the
 * apps for the tests in this folder. `prepare.ts [APP…]`
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import { type App, apps, bundlers, edge, folderOf, servers, unitTests } from './apps.ts';

const run = promisify(execFile);
const quiet = { ASTRO_TELEMETRY_DISABLED: '1', NG_CLI_ANALYTICS: 'false', NO_COLOR: '1' };
const env = { ...process.env, ...quiet };
const names = process.argv.slice(2);
const all = [...apps, bundlers, edge, servers, unitTests];
const chosen = all.filter(({ name }) => names.length === 0 || names.includes(name));

const packed = mkdtempSync(join(tmpdir(), 'promo-lead-frameworks-'));
try {
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', packed]);
  const waiting = [...chosen];
  // One worker installs while the other builds.
  const workers = Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let app = waiting.shift(); app; app = waiting.shift()) await prepare(app);
  });
  await Promise.all(workers);
} finally {
  rmSync(packed, { recursive: true });
}

async function prepare(app: App): Promise<void> {
  const cwd = folderOf(app);
  const startedAt = performance.now();
  await install(cwd);
  const target = join(cwd, 'node_modules', manifest.name);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const tarball = join(packed, `${manifest.name}-${manifest.version}.tgz`);
  await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  rmSync(join(cwd, 'dist'), { recursive: true, force: true });
  await command(cwd, ['run', 'build', '--if-present']);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${app.name} (${seconds} s)\n`);
}

/** Keeps an installation as long as the lock file has not changed. */
async function install(cwd: string): Promise<void> {
  const lock = readFileSync(join(cwd, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  const mark = join(cwd, 'node_modules/.lock-digest');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) return;
  await command(cwd, ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  writeFileSync(mark, digest);
}

async function command(cwd: string, args: readonly string[]): Promise<void> {
  try {
    await run('npm', args, { cwd, env, maxBuffer: 2 ** 24 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const action = `npm ${args.join(' ')}`;
    throw new Error(`Cannot ${action} in ${cwd}\n${stdout}\n${stderr}`, { cause: error });
  }
}
