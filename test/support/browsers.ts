import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Engine = 'chromium' | 'firefox' | 'webkit';
export const engines: readonly Engine[] = ['chromium', 'firefox', 'webkit'];

/** Debian's names: WebKit is WebKitGTK's own small browser, which wants a display. */
const debianPackages: Readonly<Record<Engine, readonly string[]>> = {
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  webkit: ['webkit2gtk-driver', 'xvfb'],
};

const chromiumShell = 'chromium-headless-shell';

export function chromiumPath(): string | undefined {
  return process.env['CHROMIUM'] ?? onPath('chromium', 'chromium-browser', 'google-chrome');
}

/**
 * The same engine without a browser around it, where the machine has it: it draws and speaks as
 * Chromium does, and opens a page for half of the work. It has no autofill and no preferences.
 */
export function chromiumShellPath(): string | undefined {
  return process.env['CHROMIUM'] ?? onPath(chromiumShell) ?? chromiumPath();
}

function isShellWanted(): boolean {
  return process.env['CHROMIUM'] === undefined && onPath(chromiumShell) === undefined;
}

export function firefoxPath(): string | undefined {
  return process.env['FIREFOX'] ?? onPath('firefox-esr', 'firefox');
}

export interface WebKitPaths {
  readonly driver: string;
  readonly browser: string;
  readonly display: string;
}

export function webkitPaths(): WebKitPaths | undefined {
  const driver = onPath('WebKitWebDriver');
  const [browser] = globSync('/usr/lib{,exec}{,/*}/webkit2gtk-4.*/MiniBrowser');
  const display = onPath('Xvfb');
  return driver === undefined || browser === undefined || display === undefined
    ? undefined
    : { driver, browser, display };
}

/** The engines that are still missing after what could be installed was installed. */
export function provideBrowsers(wanted: readonly Engine[]): readonly Engine[] {
  const missing = wanted.filter((engine) => !isInstalled(engine));
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return missing;
  if (missing.length > 0) install(missing.flatMap((engine) => debianPackages[engine]));
  // With the browser, so that both stay of one version. Without it all takes longer, and no more.
  if (wanted.includes('chromium') && isShellWanted()) {
    install([...debianPackages.chromium, chromiumShell]);
  }
  return missing.filter((engine) => !isInstalled(engine));
}

function install(names: readonly string[]): void {
  process.stdout.write(`installing ${names.join(' ')}\n`);
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-q'], { env, stdio: 'pipe' });
    const options = ['install', '-qy', '--no-install-recommends'];
    execFileSync('apt-get', [...options, ...names], { env, stdio: 'pipe' });
  } catch (error) {
    process.stdout.write(`Cannot install: ${String(error)}\n`);
  }
}

/** What a person has to do to get an engine. */
export function howToGet(engine: Engine): string {
  return `apt-get install ${debianPackages[engine].join(' ')}`;
}

function isInstalled(engine: Engine): boolean {
  switch (engine) {
    case 'chromium':
      return chromiumPath() !== undefined;
    case 'firefox':
      return firefoxPath() !== undefined;
    case 'webkit':
      return webkitPaths() !== undefined;
  }
}

function onPath(...names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
