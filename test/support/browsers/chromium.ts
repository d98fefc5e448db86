import { type Browser, chromium } from 'playwright-core';
import { chromiumPath, chromiumShellPath, howToGet } from './browsers.ts';

/** The headless shell, which is faster, or the whole browser, as visitors have it. */
export type ChromiumBuild = 'shell' | 'whole';

/** Options for both drivers. */
export interface ChromiumOptions {
  readonly executablePath: string;
  readonly args: string[];
}

/** The machine's Chromium: offline, and also as root, for which its sandbox cannot start. */
export function chromiumOptions(build: ChromiumBuild = 'shell'): ChromiumOptions {
  const executablePath = build === 'whole' ? chromiumPath() : chromiumShellPath();
  if (executablePath === undefined) {
    throw new Error(`Cannot find Chromium: ${howToGet('chromium')}`);
  }
  return {
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}

/** Launches it for the end-to-end tests; the caller closes it. */
export function launchChromium(build?: ChromiumBuild): Promise<Browser> {
  return chromium.launch(chromiumOptions(build));
}
