/**
 * `prepare`: completes `npm ci` on a machine with a very old Node. The tools' native builds are
 * optional packages, and npm silently skips those whose `engines` exclude the Node that npm itself
 * runs on. On the Node that was just installed it installs them.
 */
import { execFileSync } from 'node:child_process';

/** What npm ran on: "npm/9.2.0 node/v18.20.4 linux x64". */
const [, major = '24', minor = '0'] =
  /node\/v(\d+)\.(\d+)/.exec(process.env['npm_config_user_agent'] ?? '') ?? [];
const npm = process.env['npm_execpath'];

// The lowest that all of them accept: ^20.19 || >=22.12.
if (npm !== undefined && Number(major) + Number(minor) / 100 < 20.19) {
  const options = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync(process.execPath, [npm, ...options], { stdio: ['ignore', 2, 2] });
}
