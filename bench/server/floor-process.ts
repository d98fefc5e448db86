/**
 * `floor-process.ts DATABASE VENDOR`: the minimum cost of the three calls. `node:http`, the same
 * parsing, and the least that their guarantees require: a map look-up; rows that are on the disk
 * before the answer, those of one turn of the event loop in one commit; and a row before and after
 * the vendor's call, on its own connection.
 */
import { createHash, randomBytes } from 'node:crypto';
import { Agent, createServer, type IncomingMessage, request as send } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { LeadRequest } from '../../src/contract/lead.ts';
import { PromoCodeRequest } from '../../src/contract/promo-code.ts';
import { validate } from '../../src/contract/validate.ts';
import { parseJsonObject } from '../../src/proxy/guards/json.ts';
import { listenAndTell } from './listen-and-tell.ts';

const [, , file = ':memory:', vendor = ''] = process.argv;
const database = new DatabaseSync(file);
database.exec(`pragma journal_mode = wal; pragma synchronous = full;
  create table keys (hash text primary key, reply text) strict;
  create table rows (id integer primary key, first_name text, last_name text, phone text,
    product text, code text, at integer) strict`);
const insertKey = database.prepare('insert or ignore into keys values (?, ?)');
const insertRow = database.prepare('insert into rows values (null, ?, ?, ?, ?, ?, ?)');
const codes = new Map(Array.from({ length: 100 }, (_, index) => [`CODE-${index}`, true]));
const agent = new Agent({ keepAlive: false });

let waiting: { readonly write: () => void; readonly done: () => void }[] = [];

/** Resolves after the commit that contains the row. */
function stored(write: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (waiting.length === 0) setImmediate(commit);
  waiting.push({ write, done: resolve });
  return promise;
}

function commit(): void {
  const batch = waiting;
  waiting = [];
  database.exec('begin immediate');
  for (const { write } of batch) write();
  database.exec('commit');
  for (const { done } of batch) done();
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return parseJsonObject(utf8.decode(Buffer.concat(chunks)));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function check(code: string): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const call = send(`${vendor}/api/checkPromocode`, { agent, method: 'POST' }, (reply) => {
    void bodyOf(reply).then(resolve, reject);
  });
  call.once('error', reject);
  call.end(`token=T&code=${code}`);
  return promise;
}

async function answer(request: IncomingMessage): Promise<readonly [number, object]> {
  const key = String(request.headers['idempotency-key'] ?? '');
  const hash = createHash('sha256').update(key).digest('hex');
  const body = await bodyOf(request);
  if (request.url === '/v1/leads') {
    const found = validate(LeadRequest, body);
    if (!found.ok) return [422, found.errors];
    const { first_name, last_name, phone, product } = found.value;
    const receipt = { ref: randomBytes(10).toString('hex'), received_at: new Date().toISOString() };
    await stored(() => {
      insertKey.run(hash, JSON.stringify(receipt));
      insertRow.run(first_name, last_name, phone, product, null, Date.now());
    });
    return [202, receipt];
  }
  const found = validate(PromoCodeRequest, body);
  if (!found.ok) return [422, found.errors];
  const { code } = found.value;
  if (request.url === '/v1/promo-codes/validate') {
    return [200, codes.has(code) ? { status: 'valid', code } : { status: 'invalid' }];
  }
  await stored(() => insertKey.run(hash, null));
  await check(code);
  const verdict = { status: 'redeemed', code };
  await stored(() => insertKey.run(`${hash} told`, JSON.stringify(verdict)));
  return [200, verdict];
}

const server = createServer((request, reply) => {
  void answer(request)
    .catch(() => [500, {}] as const)
    .then(([status, body]) =>
      reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
});
listenAndTell(server);
