/**
 * `soak.ts [MINUTES] [PER_SECOND]`: starts a server with the embedded backend, and visits it at a
 * constant rate: each visitor checks a promo code (one in a thousand mistypes it) and sends a lead
 * with it. Prints each minute what the server holds, and at the end how much that grew per hour
 * since the end of the first third: by then everything that is made once exists.
 */
import { globSync, readdirSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { slopeOf } from '../plot.ts';
import { residentMb, start, temporaryFolder } from './system.ts';

interface Sample {
  readonly minute: number;
  readonly leads: number;
  readonly refused: number;
  readonly residentMb: number;
  readonly openFiles: number;
  readonly storeMb: number;
  readonly slowestMs: number;
}

const [minutes = 60, perSecond = 20] = process.argv.slice(2).map(Number);
const bin = new URL('../../dist/node/bin.js', import.meta.url).pathname;
using folder = temporaryFolder();
await using server = await start(
  [process.execPath, bin, 'serve', '--demo', '--port', '0', '--data', folder.path],
  { env: { PROMO_LEAD_TRUSTED_PROXIES: '127.0.0.1/32' } },
);
const origin = server.url.replace('localhost', '127.0.0.1');
let leads = 0;
let refused = 0;
let slowestMs = 0;

async function post(path: string, visitor: number, body: object): Promise<void> {
  const startedAt = performance.now();
  const reply = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: {
      origin,
      'content-type': 'application/json',
      'idempotency-key': `soak-${process.pid}-${visitor}`,
      'x-forwarded-for': [203, visitor >> 16, visitor >> 8, visitor].map((n) => n & 255).join('.'),
    },
    body: JSON.stringify(body),
  });
  await reply.text();
  slowestMs = Math.max(slowestMs, performance.now() - startedAt);
  if (reply.status >= 400) refused += 1;
}

async function visit(visitor: number): Promise<void> {
  const code = visitor % 1000 === 0 ? `NO-${visitor}` : 'WELCOME10';
  await post('/v1/promo-codes/validate', visitor, { code });
  const names = { first_name: `Ayu ${letters(visitor)}`, last_name: 'Lestari' };
  const phone = `62812${String(visitor).padStart(8, '0')}`;
  await post('/v1/leads', visitor, { ...names, phone, product: 'blackmask', promo_code: code });
  leads += 1;
}

/** Names without repetition, because repeated ones look like spam. */
function letters(number: number): string {
  return number.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)));
}

function sample(minute: number): Sample {
  const files = globSync(`${folder.path}/*`).map((file) => statSync(file).size);
  const taken = {
    minute,
    leads,
    refused,
    residentMb: Math.round(residentMb(server.pid) * 10) / 10,
    openFiles: readdirSync(`/proc/${server.pid}/fd`).length,
    storeMb: Math.round(files.reduce((sum, size) => sum + size, 0) / 1e6),
    slowestMs: Math.round(slowestMs),
  };
  slowestMs = 0;
  return taken;
}

const samples: Sample[] = [];
const running = new Set<Promise<void>>();
const startedAt = performance.now();
for (let visitor = 0, minute = 0; minute < minutes; visitor += 1) {
  const visited = visit(visitor);
  running.add(visited);
  void visited.finally(() => running.delete(visited));
  await setTimeout(Math.max(0, startedAt + (visitor * 1000) / perSecond - performance.now()));
  if (performance.now() < startedAt + (minute + 1) * 60_000) continue;
  minute += 1;
  const taken = sample(minute);
  samples.push(taken);
  process.stdout.write(`${JSON.stringify(taken)}\n`);
}
await Promise.all(running);

const late = samples.slice(Math.floor(samples.length / 3));
for (const figure of ['residentMb', 'openFiles'] as const) {
  const points = late.map((each) => [each.minute, each[figure]] as const);
  process.stdout.write(`${figure}: ${(slopeOf(points) * 60).toFixed(2)} more in an hour\n`);
}
