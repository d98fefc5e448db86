import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, describe, it } from 'node:test';
import { closeServer, createHttpServer, listen } from '../../src/node/http/http-server.ts';
import { silent } from '../support/logs.ts';
import { easyLimits } from '../support/proxy/flood.ts';
import { createStage, goodLead, pageOrigin, type Stage } from '../support/proxy/proxy-stage.ts';

/** Serves the stage's proxy on a real socket. Returns its port. */
async function served(stage: Stage): Promise<number> {
  const server = createHttpServer(stage.proxy, silent);
  after(() => closeServer(server, 0));
  return listen(server, '127.0.0.1', 0);
}

function rawRequest(path: string, body: object, isLast: boolean, key = 0): string {
  const text = JSON.stringify(body);
  return [
    `POST ${path} HTTP/1.1`,
    'Host: proxy.example',
    `Origin: ${pageOrigin}`,
    'Content-Type: application/json',
    `Idempotency-Key: pipelined-${key}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
    `Connection: ${isLast ? 'close' : 'keep-alive'}`,
    '',
    text,
  ].join('\r\n');
}

/** The status of each reply to requests written at once, on one connection. */
async function statusesOf(port: number, packet: string): Promise<readonly number[]> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  socket.write(packet);
  await once(socket, 'close');
  return Array.from(text.matchAll(/HTTP\/1\.1 (\d{3})/g), ([, status]) => Number(status));
}

describe('a flood on one connection', () => {
  it('gets ten verdicts out of thirty guesses in one packet', async () => {
    const port = await served(await createStage({ limits: easyLimits }));
    const guesses = Array.from({ length: 30 }, (_, i) =>
      rawRequest('/v1/promo-codes/validate', { code: `NO-${i}` }, i === 29),
    );
    const statuses = await statusesOf(port, guesses.join(''));
    assert.equal(statuses.length, 30);
    assert.equal(statuses.filter((status) => status === 200).length, 10);
    assert.equal(statuses.filter((status) => status === 403).length, 20);
  });

  it('gets the free leads accepted, and is asked for work for the others', async () => {
    const allowance = { free: 12, withProof: 40, intervalMs: 30_000, hasHardLimit: true };
    const floods = { lead: { address: allowance }, 'promo-code': {} };
    const stage = await createStage({ limits: { ...easyLimits, floods } });
    const port = await served(stage);
    const leads = Array.from({ length: 30 }, (_, i) =>
      rawRequest('/v1/leads', { ...goodLead, phone: `6281234567${10 + i}` }, i === 29, 100 + i),
    );
    const statuses = await statusesOf(port, leads.join(''));
    assert.deepEqual(
      [202, 403].map((status) => statuses.filter((one) => one === status).length),
      [12, 18],
    );
    const { length } = await stage.store.selectFrom('leads').select('ref').execute();
    assert.equal(length, 12);
  });
});
