import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setCodeActive } from '../../src/backend/index.ts';
import { loadConfig, startServer } from '../../src/node/index.ts';
import type { Log } from '../../src/proxy/index.ts';
import { temporaryFolder } from './harness.ts';

const silent: Log = { info() {}, warn() {}, error() {} };

describe('startServer()', () => {
  it('shows what the owner changes in the embedded backend a second later', async () => {
    let now = Date.now();
    const flags = { port: 0, data: temporaryFolder() };
    const config = loadConfig({ env: {}, flags, demo: true });
    const server = await startServer(config, { log: silent, now: () => now });
    const verdict = async (): Promise<unknown> => {
      const reply = await fetch(`${server.url}/v1/promo-codes/validate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url },
        body: JSON.stringify({ code: 'WELCOME10' }),
      });
      return reply.json();
    };
    try {
      assert.deepEqual(await verdict(), { status: 'valid', code: 'WELCOME10' });
      await setCodeActive(server.store, { code: 'WELCOME10', active: false });
      now += 1001;
      assert.deepEqual(await verdict(), { status: 'invalid', reason: 'inactive' });
    } finally {
      await server.close();
    }
  });
});
