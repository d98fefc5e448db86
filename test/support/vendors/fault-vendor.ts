import type { Socket } from 'node:net';
import { promoholderPaths } from '../../../src/upstream/promoholder/api.ts';
import { promosSeruPaths } from '../../../src/upstream/promos-seru/api.ts';
import { rawServer, reply } from '../sockets/raw-server.ts';

/** The calls of both vendors. */
export type VendorCall = 'token' | 'contact' | 'companies' | 'codes' | 'check';

const callOf: ReadonlyMap<string, VendorCall> = new Map([
  [promosSeruPaths.token, 'token'],
  [promosSeruPaths.contact, 'contact'],
  [promoholderPaths.companies, 'companies'],
  [promoholderPaths.codes, 'codes'],
  [promoholderPaths.check, 'check'],
]);

export function callAt({ pathname }: URL): VendorCall | undefined {
  return callOf.get(pathname);
}

/** A call that arrived whole, as a fault sees it. */
export interface CallInHand {
  readonly call: VendorCall;
  /** Executes the call. Returns the JSON of an honest answer. */
  execute(): string;
  /** Ends the caller's time at this moment. */
  expire(): void;
}

/** What the vendor does instead of executing a call and answering it. */
export type FaultPlay = (socket: Socket, inHand: CallInHand) => void;

/** Both vendors on real sockets, honest except for the calls that are given a fault. */
export interface FaultVendor {
  readonly baseUrl: string;
  /** The calls that reached it, in order. */
  readonly calls: readonly VendorCall[];
  /** How often a contact with this phone, or a use of this promo code, was asked for. */
  readonly asked: ReadonlyMap<string, number>;
  /** Ids of the contacts by their phones. */
  readonly contacts: ReadonlyMap<string, string>;
  /** The used promo codes, one entry per use. */
  readonly used: readonly string[];
  readonly faults: Map<VendorCall, FaultPlay>;
  /** Called with each call before it is executed. */
  onCall: ((call: VendorCall) => void) | undefined;
  /** Aborted when its callers' time is up. */
  callerDeadline: AbortController;
  /** From now on another token is valid. */
  revokeToken(): void;
  close(): Promise<void>;
}

/** What is known of the vendors except their paths. Canaries must not appear anywhere. */
export const vendorAccess = {
  company: 'shop',
  code: 'SPRING',
  token: 'canary-promoholder-token',
  secretKey: 'canary-secret-key',
} as const;

export async function faultVendor(
  codes: readonly string[] = [vendorAccess.code],
): Promise<FaultVendor> {
  const calls: VendorCall[] = [];
  const asked = new Map<string, number>();
  const contacts = new Map<string, string>();
  const used: string[] = [];
  let tokens = 1;
  const token = (): string => `canary-token-${tokens}`;

  const makeContact = (fields: URLSearchParams): object => {
    if (fields.get('token') !== token()) return { status: 'client not found, token mismatch' };
    const phone = fields.get('phone') ?? '';
    if (contacts.has(phone)) return { status: 'double phone' };
    const id = String(contacts.size + 1);
    contacts.set(phone, id);
    return { status: `contact: ${id} created`, id };
  };
  const { company } = vendorAccess;
  const listed = codes.map((code) => ({ code, limit: null, timezone: 'UTC', active: true }));
  const answers: Readonly<Record<VendorCall, (fields: URLSearchParams) => object>> = {
    token: () => ({ status: 'ok', token: token() }),
    contact: makeContact,
    companies: () => ({ type: 'success', msg: [{ ID: company, title: 'Shop' }] }),
    codes: () => ({ type: 'success', msg: { [company]: listed } }),
    check: (fields) => {
      used.push(fields.get('code') ?? '');
      return { type: 'success', msg: true };
    },
  };

  const server = await rawServer((socket, request) => {
    const target = /^\w+ (\S+) HTTP/.exec(request)?.[1];
    const url = new URL(target ?? '/', 'http://vendor.invalid');
    const call = callAt(url);
    if (call === undefined) return reply('', '400 Bad Request')(socket, request);
    calls.push(call);
    vendor.onCall?.(call);
    const sent = request.startsWith('GET') ? url.search : request.split('\r\n\r\n')[1];
    const fields = new URLSearchParams(sent);
    const what = fields.get('phone') ?? (call === 'check' ? fields.get('code') : null);
    if (what !== null) asked.set(what, (asked.get(what) ?? 0) + 1);
    const execute = (): string => JSON.stringify(answers[call](fields));
    const fault = vendor.faults.get(call);
    if (fault) return fault(socket, { call, execute, expire: () => vendor.callerDeadline.abort() });
    return void socket.write(keptAlive(execute()));
  });
  const vendor: FaultVendor = {
    baseUrl: server.baseUrl,
    calls,
    asked,
    contacts,
    used,
    faults: new Map(),
    onCall: undefined,
    callerDeadline: new AbortController(),
    revokeToken: () => void (tokens += 1),
    close: () => server.close(),
  };
  return vendor;
}

/** An answer after which the connection stays open, as with most servers. */
export function keptAlive(body: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
