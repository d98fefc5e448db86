import { type DestinationStream, pino } from 'pino';
import type { Log } from '../../proxy/log.ts';
import { Secret } from '../secrets/secret.ts';
import { escapeInvisible } from './escape-invisible.ts';
import { createLineBuffer } from './line-buffer.ts';
import { maskText } from './mask-text.ts';

type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface CreateLogOptions {
  readonly level?: LogLevel;
  /** Masked wherever they turn up: the last defence, behind code that logs none. */
  readonly secrets?: readonly Secret[];
  /** Takes one line; by default, standard error. */
  readonly write?: (line: string) => void;
}

/**
 * JSON lines on standard error. Values are text and stay text: URLs are left out, digits that may
 * be a phone are masked, and characters that could move a terminal's cursor, forge a line or
 * change its direction are escaped.
 */
export function createLog({ level = 'info', secrets = [], write }: CreateLogOptions = {}): Log {
  const blot = blotter(secrets);
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: (line) => escapeInvisible(blot(line)) },
    },
    write ? { write } : standardError(),
  );
  return {
    info: (event, fields = {}) => logger.info(masked(fields), event),
    warn(event, fields = {}) {
      logger.warn(masked(fields), event);
      logger.flush();
    },
    error(event, fields = {}) {
      logger.error(masked(fields), event);
      logger.flush();
    },
  };
}

/** The most bytes that wait to be written; beyond that, the newest are dropped. */
const unwrittenMax = 1024 * 1024;

/**
 * A full disk fails no request and ends no process; lines without room are written when there is
 * some. Without this listener, pino would throw out of the call that logs.
 */
function standardError(): DestinationStream {
  const options = { dest: 2, sync: true, maxLength: unwrittenMax };
  const destination = pino.destination(options).on('error', () => {});
  return createLineBuffer((text) => void destination.write(text));
}

type Fields = Readonly<Record<string, unknown>>;

/** Fields with random names of ours: a run of digits in them is not a phone. */
const names: ReadonlySet<string> = new Set(['id', 'ref']);

function masked(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      names.has(key) ? value : maskValue(value, 0),
    ]),
  );
}

function maskValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= 4) return '[deep]';
  if (value instanceof Error) return describeError(value, depth);
  if (Array.isArray(value)) return value.map((item) => maskValue(item, depth + 1));
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Secret) return String(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, maskValue(item, depth + 1)]),
  );
}

/** Only chosen fields: errors of HTTP clients carry the bytes that they could not parse. */
function describeError(error: Error, depth: number): Fields {
  const { name, message, stack, cause } = error;
  const frames = stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
  return {
    name,
    message: maskText(message),
    ...('code' in error && { code: maskText(String(error.code)) }),
    ...(frames && { stack: frames }),
    ...(cause !== undefined && { cause: maskValue(cause, depth + 1) }),
  };
}

/** A secret of a few characters would mask innocent text, and is not a secret to begin with. */
const secretLengthMin = 8;

function blotter(secrets: readonly Secret[]): (line: string) => string {
  const forms = secrets
    .map((secret) => secret.reveal())
    .flatMap((value) => (value.length < secretLengthMin ? [] : formsOf(value)));
  return (line) => forms.reduce((text, form) => text.replaceAll(form, '[secret]'), line);
}

/** As it is, within a JSON text, and within a URL. */
function formsOf(value: string): readonly string[] {
  return [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)];
}
