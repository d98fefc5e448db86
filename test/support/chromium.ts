import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { chromiumPath, howToGet } from './browsers.ts';

/** The machine's own Chromium: offline, and also as root, where its sandbox cannot start. */
export function chromiumOptions(): LaunchOptions {
  const executablePath = chromiumPath();
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

/** For the end-to-end tests; the caller closes it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch(chromiumOptions());
}
