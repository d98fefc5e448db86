import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, describe, it } from 'node:test';
import { createServer } from 'node:tls';
import type { LeadState, RedemptionState } from '../../../src/store/index.ts';
import { listen } from '../../support/sockets/listen.ts';
import { rawServer, reply, testServer } from '../../support/sockets/raw-server.ts';
import { database } from '../../support/store/database.ts';
import { testStore } from '../../support/store/test-store.ts';
import { createFaultStage, type FaultStage } from '../../support/vendors/fault-stage.ts';
import { type FaultPlay, keptAlive, type VendorCall } from '../../support/vendors/fault-vendor.ts';
import { type Meaning, poured, upstreamFaults } from '../../support/vendors/upstream-faults.ts';

const store = await testStore();
after(() => store.destroy());

/** The resulting states for a class of failure, by the call that failed. */
interface Ends {
  /** Of the lead, if the call for a token failed: no contact was tried. */
  readonly token: LeadState;
  readonly contact: LeadState;
  /** Of the promo code. */
  readonly check: RedemptionState;
}
const endsOf: Readonly<Record<Meaning | 'not_sent', Ends>> = {
  done: { token: 'delivered', contact: 'delivered', check: 'redeemed' },
  not_sent: { token: 'pending', contact: 'pending', check: 'pending' },
  busy: { token: 'pending', contact: 'pending', check: 'pending' },
  setup: { token: 'held', contact: 'held', check: 'held' },
  in_doubt: { token: 'pending', contact: 'in_doubt', check: 'unconfirmed' },
};

const closing: FaultStage[] = [];
afterEach(async () => {
  for (const stage of closing.splice(0)) await stage.close();
});

const day = 24 * 60 * 60_000;

interface Trial {
  /** The call that meets the fault. */
  readonly at: keyof Ends;
  readonly play?: FaultPlay;
  /** Where the call goes instead. */
  readonly address?: string;
  readonly means: keyof typeof endsOf;
  readonly retryAfterMs?: number | undefined;
}

/** Sends a lead into a fault, checks the outcome, and what happens once the vendor is well. */
async function runTrial(trial: Trial): Promise<void> {
  const { at, play, address, means, retryAfterMs } = trial;
  const stage = await createFaultStage({ store });
  closing.push(stage);
  const { vendor } = stage;
  if (play) vendor.faults.set(at, play);
  if (address !== undefined) stage.addresses.set(at, address);
  const ref = await stage.accept();
  await stage.work();

  const { lead, redemption } = await stage.readLead(ref);
  const end = endsOf[means][at];
  assert.equal(at === 'check' ? redemption?.state : lead.state, end, at);
  if (at !== 'check' && means !== 'done') assert.equal(redemption?.state, 'waiting', at);
  const sent = address === undefined ? 1 : 0;
  assert.equal(stage.callsOf(at), sent, `${at} was called once`);
  if (retryAfterMs !== undefined) {
    const due = at === 'check' ? redemption?.due_at : lead.due_at;
    assert.equal((due ?? 0) - stage.now, retryAfterMs, at);
  }
  await assertRecovery(stage, ref, { at, end, sent });
  const details = JSON.stringify(await stage.readLead(ref));
  assert.doesNotMatch(details.replaceAll(/"(click_id|last_name)":"[^"]*"/g, ''), /canary|127\.0/i);
  assert.doesNotMatch(stage.logged.join('\n'), /canary|127\.0|628\d{8}/i);
}

/** The vendor answers honestly again, and a day goes by. */
async function assertRecovery(
  stage: FaultStage,
  ref: string,
  { at, end, sent }: { readonly at: keyof Ends; readonly end: string; readonly sent: number },
): Promise<void> {
  const { vendor } = stage;
  vendor.faults.clear();
  stage.addresses.clear();
  vendor.callerDeadline = new AbortController();
  const wasMade = vendor.contacts.size > 0;
  await stage.work(day);
  await stage.work(day);
  const { lead, redemption } = await stage.readLead(ref);
  const isAgain = end === 'pending' || end === 'in_doubt';
  // A token that came too late for its lead is kept for the next.
  if (at !== 'token') assert.equal(stage.callsOf(at), sent + (isAgain ? 1 : 0), `${at} again`);
  if (at === 'check') {
    assert.equal(redemption?.state, end === 'pending' ? 'redeemed' : end);
    assert(vendor.used.length <= 1);
    return;
  }
  const isDelivered = isAgain || end === 'delivered';
  assert.equal(lead.state, isDelivered ? 'delivered' : end);
  assert.equal(redemption?.state, isDelivered ? 'redeemed' : 'waiting');
  assert.deepEqual([...vendor.contacts.keys()], isDelivered ? [lead.phone] : []);
  // The id of a contact that was made while the lead was in doubt is unknown.
  const isEcho = end === 'in_doubt' && wasMade;
  assert.equal(lead.contact_id, isDelivered && !isEcho ? '1' : null);
}

const sites = ['token', 'contact', 'check'] as const;

/** A fault is classified without a database, so PostgreSQL gets only one of each meaning. */
const tried =
  database === 'sqlite'
    ? upstreamFaults
    : [...new Map(upstreamFaults.map((fault) => [fault.means, fault])).values()];

describe('a vendor that answers with', () => {
  for (const { what, ...fault } of tried) {
    it(`${what} leaves a call ${fault.means}`, async () => {
      for (const at of sites) {
        poured.bytes = 0;
        await runTrial({ at, ...fault });
        assert(poured.bytes < 32 * 1024 ** 2, `${poured.bytes} bytes were taken`);
      }
    });
  }

  it('a redirect gets no secret sent to its target', async () => {
    const elsewhere = await testServer(reply('{}'));
    for (const status of ['301 Moved', '302 Found', '303 Other', '307 Moved', '308 Moved']) {
      const headers = `Location: ${elsewhere.baseUrl}/api\r\n`;
      const play: FaultPlay = (socket) => reply('', status, headers)(socket, '');
      for (const at of sites) await runTrial({ at, play, means: 'setup' });
    }
    assert.equal(elsewhere.requests.length, 0);
  });
});

describe('a vendor that', () => {
  /** Sends leads one after the other. Returns how each ended, with its contact's id. */
  async function sendFour(play: FaultPlay): Promise<readonly string[]> {
    const stage = await createFaultStage({ store });
    closing.push(stage);
    stage.vendor.faults.set('contact', play);
    const ends: string[] = [];
    for (let lead = 0; lead < 4; lead += 1) {
      const ref = await stage.accept({});
      await stage.work();
      const { state, contact_id } = (await stage.readLead(ref)).lead;
      ends.push(`${state} ${contact_id}`);
    }
    return ends;
  }
  const allDelivered = ['delivered 1', 'delivered 2', 'delivered 3', 'delivered 4'];

  it('hangs up between two requests leaves no lead in doubt', async () => {
    const used = new WeakSet();
    const ends = await sendFour((socket, { execute }) => {
      if (used.has(socket)) return void socket.resetAndDestroy();
      used.add(socket);
      socket.write(keptAlive(execute()));
    });
    assert.deepEqual(ends, allDelivered);
  });

  it('answers twice does not answer the next lead’s call', async () => {
    const answers = new WeakMap<object, string>();
    const ends = await sendFour((socket, { execute }) => {
      const late = answers.get(socket);
      const body = execute();
      answers.set(socket, body);
      if (late !== undefined) socket.write(keptAlive(late));
      socket.write(keptAlive(body));
    });
    assert.deepEqual(ends, allDelivered);
  });
});

describe('a vendor that says', () => {
  /** The final states of both if one call always gets this answer, and how often it was made. */
  async function endsAfter(at: VendorCall, answer: object): Promise<readonly unknown[]> {
    const stage = await createFaultStage({ store });
    closing.push(stage);
    stage.vendor.faults.set(at, (socket) => void socket.write(keptAlive(JSON.stringify(answer))));
    const ref = await stage.accept();
    await stage.work();
    await stage.work(day);
    const { lead, redemption } = await stage.readLead(ref);
    return [lead.state, redemption?.state, stage.callsOf(at)];
  }

  const words: readonly (readonly [VendorCall, object, ...ends: unknown[]])[] = [
    ['contact', { status: 'double phone' }, 'duplicate', 'released', 1],
    ['contact', { status: 'required fields missing' }, 'rejected', 'released', 1],
    ['contact', { status: 'invalid phone format' }, 'rejected', 'released', 1],
    ['contact', { status: 'invalid product name' }, 'held', 'waiting', 1],
    // Once more with a new token, then not again.
    ['contact', { status: 'token missing' }, 'held', 'waiting', 2],
    ['contact', { status: 'client not found, token mismatch' }, 'held', 'waiting', 2],
    ['token', { status: 'invalid secret key' }, 'held', 'waiting', 1],
    ['check', { type: 'success', msg: false, reason: 'No more' }, 'delivered', 'refused', 1],
    ['check', { type: 'error', msg: 'Invalid token' }, 'delivered', 'held', 1],
    ['check', { type: 'error', msg: 'Company not found' }, 'delivered', 'held', 1],
    // Reading a list costs no use; without one the code is sent as the visitor wrote it.
    ['codes', { type: 'error', msg: 'Out of cheese' }, 'delivered', 'redeemed', 1],
  ];
  for (const [at, answer, ...ends] of words) {
    it(`${JSON.stringify(answer)} to ${at} is taken at its word`, async () => {
      assert.deepEqual(await endsAfter(at, answer), ends);
    });
  }

  it('“token mismatch” in the middle is asked for one new token for all leads', async () => {
    const stage = await createFaultStage({ store });
    closing.push(stage);
    await stage.accept({});
    await stage.work();
    stage.vendor.revokeToken();
    const refs = await Promise.all(Array.from({ length: 20 }, () => stage.accept({})));
    await stage.work();
    for (const ref of refs) assert.equal((await stage.readLead(ref)).lead.state, 'delivered');
    assert.equal(stage.callsOf('token'), 2);
    assert.equal(stage.vendor.contacts.size, 21);
  });
});

describe('an address', () => {
  async function server(...args: Parameters<typeof rawServer>): Promise<string> {
    const { baseUrl } = await testServer(...args);
    return baseUrl;
  }

  const nowhere: readonly (readonly [what: string, address: () => Promise<string>])[] = [
    [
      'at which nobody listens',
      async () => {
        const { baseUrl, close } = await rawServer();
        await close();
        return baseUrl;
      },
    ],
    ['that has no name', async () => 'http://nobody.invalid'],
    [
      'that speaks no TLS',
      async () => (await server(reply('', '400 Bad Request'))).replace('http:', 'https:'),
    ],
    ['whose certificate nobody vouches for', () => untrusted()],
  ];
  for (const [what, address] of nowhere) {
    it(`${what} gets nothing, and the call is sent once the address is right`, async () => {
      for (const at of sites) await runTrial({ at, address: await address(), means: 'not_sent' });
    });
  }
});

/** A server with a certificate that only tests trust. */
async function untrusted(): Promise<string> {
  const folder = new URL('../../support/sockets/certificates/', import.meta.url);
  const [key, cert] = ['server-key.pem', 'server.pem'].map((name) =>
    readFileSync(new URL(name, folder)),
  );
  const server = createServer({ ...(key && { key }), ...(cert && { cert }) });
  // A client that does not trust us closes the connection.
  server.on('tlsClientError', () => undefined);
  after(() => server.close());
  return `https://localhost:${await listen(server)}`;
}
