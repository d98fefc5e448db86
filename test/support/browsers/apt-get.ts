import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether this is Debian and we are root. */
export function mayInstall(): boolean {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

let isUpdated = false;

/** Installs packages, after updating the lists before the first. Throws if it cannot. */
export function install(...names: readonly string[]): void {
  if (!isUpdated) aptGet('update', '-q');
  isUpdated = true;
  aptGet('install', '-qy', '--no-install-recommends', ...names);
}

function aptGet(...args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', args, { env, stdio: 'pipe' });
}
