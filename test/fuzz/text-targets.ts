import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { toCodeRow } from '../../src/backend/codes/new-code.ts';
import { BackendError } from '../../src/backend/index.ts';
import { readRecord, writeRecord } from '../../src/client/queue/lead-record.ts';
import {
  codeKey,
  isPhone,
  normaliseCode,
  normalisePhone,
  normaliseText,
} from '../../src/contract/index.ts';
import { readTouches } from '../../src/elements/lead-form/touch-memory.ts';
import { CodesCsvError, parseCodesCsv } from '../../src/node/codes/codes-csv.ts';
import { csvRecord } from '../../src/node/codes/csv.ts';
import { ConfigError } from '../../src/node/config/config-error.ts';
import { loadConfig } from '../../src/node/config/load.ts';
import { settings } from '../../src/node/config/settings.ts';
import { createFindClient } from '../../src/proxy/guards/client-address.ts';
import { preview } from '../../src/upstream/preview.ts';
import type { Target } from './targets.ts';

const now = Date.parse('2026-06-15T12:00:00Z');

function unless<T>(kind: new (...given: never[]) => Error, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    assert.ok(error instanceof kind, String(error));
    return undefined;
  }
}

async function readCsv(input: Buffer): Promise<void> {
  const read = await parseCodesCsv('codes.csv', input).catch((error: unknown) => {
    assert.ok(error instanceof CodesCsvError, String(error));
    return undefined;
  });
  for (const { line, code } of read?.rows ?? []) {
    assert.ok(line >= 1);
    unless(BackendError, () => toCodeRow('acme', now, code));
  }
  // And back: no content turns a cell into two, or into a formula.
  const cells = input.toString('utf8').split('\n');
  const [record = []] = parse(csvRecord([...cells, 'end']));
  assert.equal(record.length, cells.length + 1);
  for (const cell of record) assert.doesNotMatch(cell, /^[=+\-@\t\r\n\0＝＋－＠]/);
}

function readWindow(input: Buffer): void {
  const [starts, ends, timezone] = input.toString('utf8').split('\n');
  unless(BackendError, () => toCodeRow('acme', now, { code: 'A', starts, ends, timezone }));
  const startsAt = starts ?? null;
  const endsAt = ends ?? null;
  const code = {
    code: 'A',
    usesLeft: null,
    timezone: timezone ?? '',
    startsAt,
    endsAt,
    active: true,
  };
  const verdict = preview(code, now);
  if (verdict.status === 'valid' && verdict.ends_at !== undefined) {
    assert.ok(Date.parse(verdict.ends_at) + 999 >= now);
  }
}

function normalise(input: Buffer): void {
  const text = input.toString('utf8');
  for (const normal of [normaliseText, normaliseCode, normalisePhone, codeKey]) {
    const once = normal(text);
    assert.equal(normal(once), once, normal.name);
  }
  assert.equal(codeKey(normaliseCode(text)), codeKey(text));
  const phone = normalisePhone(text);
  if (isPhone(phone)) assert.match(phone, /^[0-9]{8,14}$/);
}

/** The content of a browser's storage, which anything may have written. */
function readStored(input: Buffer): void {
  const text = input.toString('utf8');
  for (const touch of readTouches(text)) {
    for (const value of Object.values(touch)) assert.equal(typeof value, 'string');
  }
  const row = unless(SyntaxError, (): unknown => JSON.parse(text));
  const written = writeRecord({ key: 'k', endpoint: 'https://a.example', at: 0, fingerprint: 1 });
  assert.deepEqual(readRecord(written)?.key, 'k');
  assert.equal(readRecord(row), undefined);
  if (text !== written.text) assert.equal(readRecord({ ...written, text }), undefined);
}

/** One setting per line. */
function readConfig(input: Buffer): void {
  const variables = new Set(settings.flatMap(({ variable }) => variable ?? []));
  const lines = input.toString('utf8').split('\n');
  const env = Object.fromEntries(
    lines.flatMap((line) => {
      const [name = '', ...value] = line.split('=');
      return variables.has(name) ? [[name, value.join('=')]] : [];
    }),
  );
  const config = unless(ConfigError, () => loadConfig({ env }));
  // What was accepted must be usable: a later error would not be reported as a setting's.
  if (config) createFindClient(config.trustedProxies);
}

export const textTargets: readonly Target[] = [
  {
    name: 'codes-csv',
    words: [
      'code',
      'limit',
      'timezone',
      'starts',
      'ends',
      'active',
      'code;limit\r\n',
      'code	starts\n',
      '2026-02-30',
      '2026-06-15 12:00',
      'Asia/Jakarta',
      'true',
      '"a\nb"',
      '""',
      '=1+1',
    ],
    run: readCsv,
  },
  {
    name: 'window',
    words: [
      '2026-03-29 02:30:00',
      '2026.10.25 02:30:00',
      '2026-06-15',
      '2026-06-15T12:00',
      '0000-00-00',
      '9999-12-31 23:59:59',
      'Europe/Berlin',
      'Asia/Jakarta',
      'UTC',
      '+07:00',
      'Etc/GMT+7',
      '\n',
    ],
    run: readWindow,
  },
  {
    name: 'phone-and-code',
    words: [
      '+62 812-3456-789',
      '٠٨١٢',
      '０８',
      '\u034F',
      'SAVE–10',
      'ﬁ',
      'K',
      '\u0301\u0323\u0301',
    ],
    run: normalise,
  },
  {
    name: 'browser-storage',
    words: [
      '[{"at":"2026-06-15T12:00:00Z","click_id":"a"}]',
      '"at":',
      '"utm_source":',
      '"key":"k"',
      '"text":"{}"',
      '"sum":',
      '"lead":',
      '"endpoint":',
    ],
    run: readStored,
  },
  {
    name: 'configuration',
    words: [
      ...settings.flatMap(({ variable }) => (variable === undefined ? [] : `\n${variable}=`)),
      'https://a.example',
      'postgres://u:p@h:1/d',
      'sqlite:/a.db',
      '10.0.0.0/8',
      '::1',
      'on',
    ],
    run: readConfig,
  },
];
