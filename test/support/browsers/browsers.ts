import { accessSync, constants, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { install, mayInstall } from './apt-get.ts';

export type Engine = 'chromium' | 'firefox' | 'webkit';
export const engines: readonly Engine[] = ['chromium', 'firefox', 'webkit'];

/** Names in Debian. WebKit is WebKitGTK's own small browser, which needs a display. */
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
 * Chromium's headless shell, if the machine has it: it renders like Chromium, and opens a page with
 * half of the work. It has no autofill and no preferences.
 */
export function chromiumShellPath(): string | undefined {
  return shellPath() ?? chromiumPath();
}

function shellPath(): string | undefined {
  return process.env['CHROMIUM'] ?? onPath(chromiumShell);
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

/** Installs missing engines if possible. Returns those that are still missing. */
export function provideBrowsers(wanted: readonly Engine[]): readonly Engine[] {
  const missing = wanted.filter((engine) => !isInstalled(engine));
  if (!mayInstall()) return missing;
  if (missing.length > 0) tryToInstall(missing.flatMap((engine) => debianPackages[engine]));
  // With the browser, so that both have the same version. Without the shell tests only take longer.
  if (wanted.includes('chromium') && shellPath() === undefined) {
    tryToInstall([...debianPackages.chromium, chromiumShell]);
  }
  return missing.filter((engine) => !isInstalled(engine));
}

function tryToInstall(names: readonly string[]): void {
  process.stdout.write(`installing ${names.join(' ')}\n`);
  try {
    install(...names);
  } catch (error) {
    process.stdout.write(`Cannot install ${names.join(' ')}: ${String(error)}\n`);
  }
}

/** How a person can install an engine. */
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
