import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { listen } from './listen.ts';

const folder = new URL('certificates/', import.meta.url);

/** PEM file of the authority that signed {@link tlsFront}'s certificate for `localhost`. */
export const authorityFile: string = new URL('authority.pem', folder).pathname;

const key = readFileSync(new URL('server-key.pem', folder));
const cert = readFileSync(new URL('server.pem', folder));

export interface TlsFront {
  readonly port: number;
  close(): void;
}

/**
 * Adds TLS to a PostgreSQL on a Unix socket, as its protocol defines it: the client asks with
 * eight bytes, the server answers `S`, and the handshake follows
 * (postgresql.org/docs/current/protocol-flow.html, "SSL Session Encryption").
 */
export function tlsFront(target: string): Promise<TlsFront> {
  return start((plain, secure) => {
    plain.once('data', () => {
      plain.write('S');
      secure(connect(target));
    });
  });
}

/** Adds TLS to a server that speaks HTTP on a port, from the first byte. */
export function httpsFront(port: number): Promise<TlsFront> {
  return start((_, secure) => secure(connect(port, '127.0.0.1')));
}

/** Handles a connection until the handshake, which `secure` begins, with the target behind it. */
type Greeting = (plain: Socket, secure: (inner: Socket) => void) => void;

async function start(greet: Greeting): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const keep = <T extends Socket>(socket: T): T => {
    sockets.add(socket);
    // A client that does not trust us closes the connection.
    return socket.on('error', () => undefined);
  };
  const server = createServer((plain) => {
    greet(keep(plain), (target) => {
      const secure = keep(new TLSSocket(plain, { isServer: true, key, cert }));
      const inner = keep(target);
      secure.pipe(inner).pipe(secure);
      secure.once('close', () => inner.destroy());
      inner.once('close', () => secure.destroy());
    });
  });
  const port = await listen(server);
  return {
    port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
