import { gzipSync } from 'node:zlib';
import type { Failure } from '../../../src/upstream/failure.ts';
import { reply } from '../sockets/raw-server.ts';
import type { CallInHand, FaultPlay } from './fault-vendor.ts';

/** The outcome of a call with a fault: executed and known to be (`done`), or this failure. */
export type Meaning = 'done' | Exclude<Failure, 'not_sent' | 'auth'>;

export interface UpstreamFault {
  /** What the vendor does. */
  readonly what: string;
  readonly play: FaultPlay;
  readonly means: Meaning;
  /** For how long the vendor is not called afterwards. */
  readonly retryAfterMs?: number | undefined;
}

/** An honest answer in an odd envelope. */
function wrapped(status: string, headers: string, wrap = (body: string) => body): FaultPlay {
  return (socket, { execute }) => reply(wrap(execute()), status, headers)(socket, '');
}

function gzipped(wrap = (body: string) => body): FaultPlay {
  return (socket, { execute }) => {
    reply(gzipSync(wrap(execute())), '200 OK', 'Content-Encoding: gzip\r\n')(socket, '');
  };
}

/** A reply that has nothing to do with the call, which is not executed. */
function says(body: string | Uint8Array, status = '200 OK', headers = ''): FaultPlay {
  return (socket) => reply(body, status, headers)(socket, '');
}

/** Bytes instead of a reply; the call is executed. */
function bytes(text: (body: string) => string): FaultPlay {
  return (socket, { execute }) => void socket.end(text(execute()));
}

const head = 'HTTP/1.1 200 OK\r\n';
const longHead = `${head}Content-Length: 500\r\n\r\n`;
const page = '<!doctype html><h1>Sorry</h1>';
const oneGigabyte = 1024 ** 3;

/** Writes without end until the other side hangs up; {@link poured} counts the bytes. */
function pour(start: string, chunk: string): FaultPlay {
  return (socket) => {
    socket.write(start);
    const more = (): void => {
      let hasRoom = true;
      while (hasRoom && !socket.destroyed && poured.bytes < oneGigabyte) {
        poured.bytes += chunk.length;
        hasRoom = socket.write(chunk);
      }
      if (poured.bytes >= oneGigabyte) socket.end();
    };
    socket.on('drain', more);
    more();
  };
}

/** The number of bytes that {@link pour} wrote since it was set to 0. */
export const poured: { bytes: number } = { bytes: 0 };

/** Sends byte by byte, and the caller's time is up before the last. */
function drip(text: (body: string) => string): FaultPlay {
  return (socket, { execute, expire }) => {
    const [...characters] = text(execute());
    const next = (): void => {
      const character = characters.shift();
      if (character === undefined || characters.length === 20) return expire();
      socket.write(character, () => setImmediate(next));
    };
    next();
  };
}

const sixtyFourKiB = 'x'.repeat(65_536);

const away: readonly UpstreamFault[] = ['500 Oops', '502 Bad', '503 Busy', '504 Late', '408 Late']
  .concat(['520 Unknown', '999 Odd', '200 OK'])
  .map((status) => ({
    what: `a page with ${status}`,
    play: says(page, status),
    means: 'in_doubt',
  }));

const wrongAddress: readonly UpstreamFault[] = ['401 Who', '403 No', '404 Gone'].map((status) => ({
  what: `a page with ${status}`,
  play: says(page, status),
  means: 'setup',
}));

const inTheirWords: readonly UpstreamFault[] = ['201 Made', '404 Not Found', '500 Oops'].map(
  (status) => ({ what: `an answer under ${status}`, play: wrapped(status, ''), means: 'done' }),
);

const waits: readonly (readonly [headers: string, ms: number | undefined])[] = [
  ['Retry-After: 120', 120_000],
  ['Retry-After: 0', 1000],
  ['Retry-After: -5', undefined],
  ['Retry-After: soon', undefined],
  ['Retry-After: 99999999999999999999', 3_600_000],
  ['X-Nothing: said', undefined],
  // By the vendor's clock, which is far from ours.
  ['Date: Mon, 05 Jan 1998 10:00:00 GMT\r\nRetry-After: Mon, 05 Jan 1998 10:00:30 GMT', 30_000],
];
const busy: readonly UpstreamFault[] = waits.map(([headers, retryAfterMs]) => ({
  what: `429 with ${headers.replace('\r\n', ', ')}`,
  play: says('', '429 Too Many', `${headers}\r\n`),
  means: 'busy',
  retryAfterMs,
}));

/** JSON that no vendor means. */
const otherShapes: Readonly<Record<CallInHand['call'], readonly string[]>> = {
  token: ['{"status":"ok"}', '{"status":"ok","token":7}', '{"status":"come back tomorrow"}'],
  contact: [
    '{"status":"come back tomorrow"}',
    '{"status":"contact: 7 created","id":"8"}',
    '{"status":["contact: 7 created"]}',
  ],
  check: ['{"type":"success","msg":"true"}', '{"type":"success"}', '{"type":"maybe","msg":true}'],
  companies: [],
  codes: [],
};
const shapes: readonly UpstreamFault[] = [0, 1, 2].map((index) => ({
  what: `JSON of another shape (${index + 1})`,
  play: (socket, { call }) => reply(otherShapes[call][index] ?? '')(socket, ''),
  means: 'in_doubt',
}));

/**
 * Everything that a vendor, or anything between it and us, may do with a call that reached it.
 * Redirects and silent addresses need a second address, so they are in the test.
 */
export const upstreamFaults: readonly UpstreamFault[] = [
  ...away,
  ...wrongAddress,
  ...busy,
  ...shapes,
  ...inTheirWords,
  {
    what: 'an answer as HTML',
    play: wrapped('200 OK', 'Content-Type: text/html\r\n'),
    means: 'done',
  },
  {
    what: 'an answer with another year in its Date',
    play: wrapped('200 OK', 'Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n'),
    means: 'done',
  },
  {
    what: 'an answer after a byte order mark',
    play: wrapped('200 OK', '', (body) => `\uFEFF${body}`),
    means: 'done',
  },
  {
    what: 'an answer after early hints',
    play: bytes((body) => `HTTP/1.1 103 Early Hints\r\n\r\n${head}\r\n${body}`),
    means: 'done',
  },
  { what: 'no answer at all', play: (_, { expire }) => expire(), means: 'in_doubt' },
  {
    what: 'an answer after the deadline',
    play: (socket, { execute, expire }) => {
      const body = execute();
      expire();
      reply(body)(socket, '');
    },
    means: 'in_doubt',
  },
  {
    what: 'a head of one byte a second',
    play: drip((body) => `${head}\r\n${body}`),
    means: 'in_doubt',
  },
  {
    what: 'a body of one byte a second',
    play: (socket, inHand) => {
      socket.write(`${head}\r\n`);
      drip((body) => body.padEnd(100))(socket, inHand);
    },
    means: 'in_doubt',
  },
  {
    what: 'a reset before the reply',
    play: (socket) => void socket.resetAndDestroy(),
    means: 'in_doubt',
  },
  { what: 'an end before the reply', play: (socket) => void socket.end(), means: 'in_doubt' },
  {
    what: 'a reset within the head',
    play: (socket) => void socket.write(head, () => socket.resetAndDestroy()),
    means: 'in_doubt',
  },
  {
    what: 'a reset within the body',
    play: (socket, { execute }) =>
      void socket.write(`${longHead}${execute()}`, () => socket.resetAndDestroy()),
    means: 'in_doubt',
  },
  {
    // JSON with its last brace is complete.
    what: 'a reset after a body without a length',
    play: (socket, { execute }) =>
      void socket.write(`${head}\r\n${execute()}`, () => socket.resetAndDestroy()),
    means: 'done',
  },
  {
    what: 'a reset after the body',
    play: (socket, { execute }) => {
      const body = execute();
      const whole = `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
      socket.write(whole, () => socket.resetAndDestroy());
    },
    means: 'done',
  },
  { what: 'a cut body', play: bytes((body) => `${longHead}${body}`), means: 'in_doubt' },
  {
    what: 'truncated JSON',
    play: wrapped('200 OK', '', (body) => body.slice(0, -1)),
    means: 'in_doubt',
  },
  { what: 'an empty body', play: says(''), means: 'in_doubt' },
  { what: '204', play: bytes(() => 'HTTP/1.1 204 No Content\r\n\r\n'), means: 'in_doubt' },
  { what: 'two bodies', play: wrapped('200 OK', '', (body) => body + body), means: 'in_doubt' },
  { what: 'JSONP', play: wrapped('200 OK', '', (body) => `callback(${body})`), means: 'in_doubt' },
  {
    what: 'a trailing comma',
    play: wrapped('200 OK', '', (body) => body.replace(/}$/, ',}')),
    means: 'in_doubt',
  },
  {
    what: 'bytes that are no UTF-8',
    play: says(new Uint8Array([0x22, 0xc0, 0xaf, 0x22])),
    means: 'in_doubt',
  },
  { what: 'arrays within arrays without end', play: says('['.repeat(60_000)), means: 'in_doubt' },
  {
    what: 'a body of 1 GB',
    play: pour(`${head}Content-Length: ${oneGigabyte}\r\n\r\n`, sixtyFourKiB),
    means: 'in_doubt',
  },
  {
    what: 'a body of 1 GB in chunks',
    play: pour(`${head}Transfer-Encoding: chunked\r\n\r\n`, `10000\r\n${sixtyFourKiB}\r\n`),
    means: 'in_doubt',
  },
  { what: 'a head of 1 GB', play: pour(`${head}X-Long: `, sixtyFourKiB), means: 'in_doubt' },
  { what: 'an answer in gzip, unasked', play: gzipped(), means: 'done' },
  {
    // JSON and 40 MB of spaces, in fewer bytes than any reply may have.
    what: 'a gzip bomb',
    play: gzipped((body) => body + ' '.repeat(40_000_000)),
    means: 'in_doubt',
  },
  {
    what: 'garbage for a status line',
    play: bytes(() => '\u0015\u0003\u0001\u0000\u0002'),
    means: 'in_doubt',
  },
  {
    what: 'garbage before the status line',
    play: bytes((body) => `oops\r\n${head}\r\n${body}`),
    means: 'in_doubt',
  },
  { what: 'HTTP/0.9', play: bytes((body) => body), means: 'in_doubt' },
  {
    what: 'the preface of HTTP/2',
    play: bytes(() => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    means: 'in_doubt',
  },
  {
    what: 'another protocol',
    play: bytes(
      (body) =>
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n${body}`,
    ),
    means: 'in_doubt',
  },
  {
    what: 'two lengths that disagree',
    play: bytes(
      (body) => `${head}Content-Length: ${body.length}\r\nContent-Length: 9\r\n\r\n${body}`,
    ),
    means: 'in_doubt',
  },
  {
    what: 'a length beside chunks',
    play: bytes(
      (body) =>
        `${head}Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n\r\n${body}`,
    ),
    means: 'in_doubt',
  },
];
