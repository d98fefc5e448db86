import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { install, mayInstall } from '../browsers/apt-get.ts';

/** The folder with `initdb` and `postgres`: the newest version that the machine has. */
export function postgresFolder(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter);
  const folders = [
    // Debian, Homebrew and PostgreSQL's own installer keep the server's programs off the path.
    ...globSync('/usr/lib/postgresql/*/bin'),
    ...globSync('/usr/pgsql-*/bin'),
    ...globSync('/{opt/homebrew,usr/local}/opt/postgresql*/bin'),
    ...globSync('/Library/PostgreSQL/*/bin'),
  ].toSorted((one, other) => versionOf(other) - versionOf(one));
  return [...folders, ...onPath].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
}

function versionOf(folder: string): number {
  return Number(/(\d+)\/bin$/.exec(folder)?.[1] ?? 0);
}

/** Installs PostgreSQL if it is missing and may be installed. Returns whether it is there. */
export function providePostgres(): boolean {
  if (postgresFolder() !== undefined) return true;
  if (!mayInstall()) return false;
  process.stdout.write('installing postgresql\n');
  try {
    install('postgresql-common');
    // The package would start a server of its own, on PostgreSQL's port.
    appendFileSync(settings, '\ncreate_main_cluster = false\n');
    install('postgresql');
  } catch (error) {
    process.stdout.write(`Cannot install PostgreSQL: ${String(error)}\n`);
  }
  return postgresFolder() !== undefined;
}

const settings = '/etc/postgresql-common/createcluster.conf';

/** How a person can install it. */
export const howToGetPostgres = 'apt-get install postgresql';

/**
 * The user that the server runs as, because PostgreSQL refuses root. Debian's package makes one;
 * undefined is the current user.
 */
export function postgresUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (option: string, user: string): number =>
    Number(execFileSync('id', [option, user], { encoding: 'utf8', stdio: 'pipe' }));
  for (const user of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', user), gid: idOf('-g', user) };
    } catch {
      // There is no such user.
    }
  }
  return undefined;
}
