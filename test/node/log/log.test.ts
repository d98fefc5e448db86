import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { normalisePhone } from '../../../src/contract/phone.ts';
import { createLog, type CreateLogOptions } from '../../../src/node/log/log.ts';
import { Secret } from '../../../src/node/secrets/secret.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function logged(event: string, fields: object, options: CreateLogOptions = {}): string {
  let lines = '';
  const log = createLog({ ...options, write: (line) => (lines += line) });
  log.warn(event, { ...fields });
  return lines;
}

describe('createLog()', () => {
  it('writes one JSON object per line', () => {
    const line = logged('lead.stored', { ref: 'abc', count: 2 });
    const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
    assert.deepEqual(rest, { level: 'warn', event: 'lead.stored', ref: 'abc', count: 2 });
    assert.match(String(time), /^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('escapes whatever could forge a line or reverse text on a terminal', () => {
    const hostile = 'a\nb\r\u001b[31m\u0007\u009b2J\u202e\u2066\u200f\u2028\u061c\ufeff\u{e0041}"}';
    const line = logged(hostile, { text: hostile, [hostile]: 1 });
    assert.match(line, /^[\x20-\x7e]+\n$/);
    assert.equal((JSON.parse(line) as { text: string }).text, hostile);
  });

  it('keeps any text on one line of JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = logged('x', { text });
        assert.equal(line.split('\n').length, 2);
        JSON.parse(line);
      }),
    );
  });

  it('masks phones and leaves out URLs, in errors and their causes too', () => {
    const cause = new Error('get https://promoholder.tech/api?token=canary for 08123456789');
    const error = new Error('phone +62 812-3456-789', { cause });
    const line = logged('x', { error, list: ['(0812) 345 678 90'], deep: { text: '٠٨١٢٣٤٥٦٧٨٩' } });
    assert.doesNotMatch(line, /canary|promoholder\.tech|3456|345 678|٣٤٥/);
    assert.match(line, /\[url\]/);
    assert.match(line, /\[digits\]/);
  });

  it('masks phones with the separators that a phone may have, and with invisible marks', () => {
    const separators = [
      '\u2013',
      '\u2011',
      '\u2212',
      '\u30fc',
      '\u00b7',
      '\u2022',
      '\u00a0',
      '-\u200e',
    ];
    for (const separator of separators) {
      const phone = ['0170', '1234', '567'].join(separator);
      assert.equal(normalisePhone(phone), '01701234567');
      assert.doesNotMatch(logged('x', { error: new Error(`bad phone ${phone}`) }), /0170|1234/);
    }
  });

  it('shows only name, message, code, stack and cause of an error', () => {
    const error = Object.assign(new Error('no'), { code: 'HPE_INVALID', data: 'canary' });
    const line = logged('x', { error });
    assert.match(line, /HPE_INVALID/);
    assert.doesNotMatch(line, /canary/);
  });

  it('keeps a ref and an id as they are, because people look them up', () => {
    const line = logged('x', { ref: '123456789012', id: '987654321098' });
    assert.match(line, /"ref":"123456789012","id":"987654321098"/);
  });

  it('writes all earlier lines together with a warning or an error', () => {
    const file = join(temporaryFolder(), 'log');
    const program = `
      import { readFileSync } from 'node:fs';
      import { createLog } from '${new URL('../../../src/node/log/log.ts', import.meta.url).href}';
      const log = createLog();
      log.info('one');
      log.info('two');
      log.warn('three');
      say();
      log.info('four');
      log.error('five');
      say();
      function say() {
        const lines = readFileSync('${file}', 'utf8').trim().split('\\n');
        console.log(lines.map((line) => JSON.parse(line).event).join(' '));
      }`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', openSync(file, 'w')],
    });
    assert.equal(stdout, 'one two three\none two three four five\n');
  });

  it('redacts known secrets wherever they are', () => {
    const secrets = [new Secret('canary "1" & more')];
    const line = logged(
      'canary "1" & more',
      { a: 'x canary "1" & more', b: encodeURIComponent('canary "1" & more') },
      { secrets },
    );
    assert.doesNotMatch(line, /canary/);
    JSON.parse(line);
  });

  it('survives values that cannot be written as JSON', () => {
    const circle: { self?: object } = {};
    circle.self = circle;
    JSON.parse(
      logged('x', { circle, big: 1n, none: undefined, call: () => 1, secret: new Secret('s') }),
    );
  });
});
