import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../proxy/log.ts';
import type { Config } from './config/load.ts';
import { packageFolder } from './package.ts';
import { secretFile } from './secrets/secret-file.ts';
import { isOpenToOthers } from './store/data-folder.ts';

/** What an owner should know before the first visitor finds out, wherever the proxy runs. */
export function warnAbout(config: Config, log: Log, hasWidget: boolean): void {
  const { limits, secret, dataFolder } = config;
  for (const text of config.warnings) log.warn('config.odd', { text });
  if (!limits) {
    log.warn('config.limits-off', {
      text: 'LIMITS ARE OFF: codes can be guessed without end. Set PROMO_LEAD_LIMITS=on.',
    });
  }
  if (secret === undefined && isOpenToOthers(secretFile(dataFolder))) {
    const file = secretFile(dataFolder);
    log.warn('config.secret-readable', { text: `Other users can read it. Run: chmod 600 ${file}` });
  }
  if (!hasWidget) log.warn('widget.not-built', { text: 'Run npm run build for /widget/.' });
}

/** For `--demo` without pages. The package from npm has none; a clone can build them. */
export function warnOfNoDemo(log: Log, hasConsole: boolean, folder: string = packageFolder): void {
  if (existsSync(join(folder, 'vite.config.ts'))) {
    log.warn('demo.not-built', { text: 'There are no demo pages at / yet. Run npm run build.' });
    return;
  }
  const pages = hasConsole ? ", and the owner's pages at /console/" : '';
  log.warn('demo.not-packed', {
    text:
      'There is nothing at /: the demo pages come with a clone of the project, not with the ' +
      `package from npm. The company and the promo codes of the demo are there${pages}.`,
  });
}
