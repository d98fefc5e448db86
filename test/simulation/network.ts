import type { FetchHandler } from '../../src/contract/index.ts';
import { promoholderPaths } from '../../src/upstream/promoholder/api.ts';
import { promosSeruPaths } from '../../src/upstream/promos-seru/api.ts';
import type { CallEnd, Ledger, SentCall } from './ledger.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import type { Actor, Scheduler } from './scheduler.ts';
import type { VendorCall, VendorReply, Vendors } from './vendors.ts';

/** What happens to a call between a process and a vendor. */
const fates = [
  'refused',
  'lost',
  'silent',
  'answer lost',
  'answer late',
  'page instead',
  'page after',
  'cut answer',
  'odd answer',
  'busy',
  'gone',
  'token revoked',
  'slow',
] as const;
type Fate = (typeof fates)[number] | 'well';

/** Longer than the deadline of a call: nobody waits for it any more. */
const lateMs = 16_000;
/** As slow as a vendor may be: less than the wait after a doubt minus the deadline. */
const slowMs = 20_000;

export interface NetworkOptions {
  readonly scenario: Scenario;
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly ledger: Ledger;
  readonly vendors: Vendors;
  /** Whether anything may still go wrong. */
  readonly isFaulty: () => boolean;
  /** Called before a call leaves, so that the checks can read the store. */
  readonly onSend: (kind: 'create' | 'check', call: SentCall) => void;
}

interface Exchange {
  readonly call: VendorCall;
  readonly sent: SentCall;
  /** Ends the call for the process. */
  readonly respond: (status: number, body: string, headers?: Record<string, string>) => void;
  readonly fail: (code: string) => void;
}

/** The network between processes and vendors, with all that can happen on it. */
export class Network {
  readonly #options: NetworkOptions;
  /** Kept, because a `Request` that is garbage-collected no longer hears its own signal. */
  readonly #requests: Request[] = [];

  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  /** The vendors as one process reaches them. */
  fetchFor(actor: Actor): FetchHandler {
    return async (request) => {
      this.#requests.push(request);
      const { scheduler, ledger } = this.#options;
      const call = await readCall(request);
      const sent: SentCall = { by: actor, subject: subjectOf(call), end: undefined };
      await scheduler.point(actor, `send ${call.path} ${sent.subject}`);
      request.signal.throwIfAborted();
      const fate = this.#fate(call);
      if (fate !== 'well') scheduler.note('network', fate);
      if (fate === 'refused') throw failure('ECONNREFUSED');
      this.#record(call, sent);
      ledger.leaves(sent.subject);
      const { promise, resolve, reject } = Promise.withResolvers<Response>();
      this.#send(fate, {
        call,
        sent,
        respond: (status, body, headers = {}) => {
          const response = new Response(body, { status, headers });
          scheduler.after(this.#transitMs(), `answer to ${actor.name}`, () => resolve(response));
        },
        fail: (code) => scheduler.after(this.#transitMs(), code, () => reject(failure(code))),
      });
      return promise;
    };
  }

  #record(call: VendorCall, sent: SentCall): void {
    const { ledger, onSend } = this.#options;
    if (call.path === promosSeruPaths.contact) {
      onSend('create', sent);
      ledger.creates.push(sent);
    } else if (call.path === promoholderPaths.check) {
      onSend('check', sent);
      ledger.checks.push(sent);
    }
  }

  #fate({ path }: VendorCall): Fate {
    const { random, scenario, isFaulty } = this.#options;
    if (!isFaulty() || !random.chance(scenario.networkFaults)) return 'well';
    const fate = random.pick(fates);
    // Only a contact may be slow, and there is nothing to revoke elsewhere.
    const isContact = path === promosSeruPaths.contact;
    return (fate === 'slow' || fate === 'token revoked') && !isContact ? 'well' : fate;
  }

  #send(fate: Fate, exchange: Exchange): void {
    const { scheduler, ledger, vendors, random, scenario } = this.#options;
    const { call, sent, respond, fail } = exchange;
    const isOver = (end: CallEnd): void => {
      sent.end = end;
      ledger.settles(sent.subject);
    };
    const never = (): void => {};
    /** Lets the vendor handle the call, and treats its answer as the fate says. */
    const deliver = (then: (reply: VendorReply) => void, slownessMs = 0): void => {
      scheduler.after(this.#transitMs(), `${call.path} ${sent.subject} arrives`, () => {
        if (fate === 'token revoked') vendors.revokeToken();
        vendors.handle(call, slownessMs, (reply) => {
          isOver('who knows');
          then(reply);
        });
      });
    };
    const answer = ({ body, end }: VendorReply): void => {
      sent.end = end;
      respond(200, JSON.stringify(body));
    };
    /** Something in between answers, and the call never reaches the vendor. */
    const instead = (end: CallEnd, status: number, headers = {}): void => {
      isOver(end);
      respond(status, '<!doctype html>', headers);
    };
    switch (fate) {
      case 'well':
      case 'token revoked':
      case 'refused':
        return deliver(answer, random.chance(0.5) ? 0 : random.below(500));
      case 'slow':
        return deliver(answer, scenario.isSteady ? random.below(slowMs) : 0);
      case 'answer late':
        return deliver((reply) => scheduler.after(lateMs, '', () => answer(reply)));
      case 'answer lost':
        return deliver(() => fail('ECONNRESET'));
      case 'cut answer':
        return deliver(({ body }) => respond(200, JSON.stringify(body).slice(0, -2)));
      case 'page after':
        return deliver(() => respond(random.pick([200, 500, 502, 503, 504]), '<html>'));
      case 'odd answer':
        return deliver(() => respond(200, random.pick(oddAnswers)));
      case 'silent':
        isOver('who knows');
        return never();
      case 'lost':
        isOver('who knows');
        return fail('ECONNRESET');
      case 'page instead':
        return instead('who knows', random.pick([200, 500, 502, 503, 504]));
      case 'busy':
        return instead('surely not', 429, { 'retry-after': random.pick(retryAfters) });
      case 'gone':
        return instead('surely not', random.pick([301, 307, 401, 403, 404]));
    }
  }

  #transitMs(): number {
    return this.#options.random.between(1, 1500);
  }
}

const oddAnswers: readonly string[] = [
  '',
  '{}',
  '[]',
  'null',
  '{"status":"contact: 617 created","id":"618"}',
  '{"status":"contact: 0 created"}',
  '{"status":"all is well"}',
  '{"type":"success","msg":"true"}',
  '{"type":"success"}',
];
const retryAfters: readonly string[] = ['0', '7', '99999999', 'soon', '-1'];

async function readCall(request: Request): Promise<VendorCall> {
  const { pathname, searchParams } = new URL(request.url);
  const text = request.method === 'POST' ? await request.text() : '';
  return { path: pathname, fields: text === '' ? searchParams : new URLSearchParams(text) };
}

function subjectOf({ fields }: VendorCall): string {
  return fields.get('click_id') ?? fields.get('code') ?? '';
}

function failure(code: string): Error {
  return Object.assign(new Error('the network of the simulation failed'), { code });
}
