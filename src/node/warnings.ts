import type { Log } from '../proxy/log.ts';
import type { Config } from './config/load.ts';
import { isOpenToOthers, secretFile } from './data-folder.ts';

/** What an owner should know before the first visitor does, wherever the proxy answers. */
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
