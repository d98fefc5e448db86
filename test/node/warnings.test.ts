import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { warnOfNoDemo } from '../../src/node/warnings.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function warningIn(folder: string, hasConsole = true): string {
  const warnings: string[] = [];
  const log = { info() {}, warn: (...said: unknown[]) => warnings.push(JSON.stringify(said)) };
  warnOfNoDemo({ ...log, error() {} }, hasConsole, folder);
  return warnings.join('\n');
}

describe('serve --demo without demo pages', () => {
  it('says how to build them if the sources are there', () => {
    const clone = temporaryFolder();
    writeFileSync(join(clone, 'vite.config.ts'), '');
    assert.match(warningIn(clone), /demo\.not-built.*npm run build/);
    assert.match(warningIn(process.cwd()), /npm run build/);
  });

  it('says where they are, and what there is instead, if it came from npm', () => {
    const folder = temporaryFolder();
    assert.match(warningIn(folder), /demo\.not-packed.*clone of the project.*\/console\//);
    assert.doesNotMatch(warningIn(folder), /npm run/);
    assert.doesNotMatch(warningIn(folder, false), /console/);
  });

  it('is described in the help', async () => {
    const { stdout } = await promoLead(['serve', '--help']);
    assert.match(stdout.replaceAll(/\s+/g, ' '), /--demo .*in a clone, the demo pages at \//);
  });
});
