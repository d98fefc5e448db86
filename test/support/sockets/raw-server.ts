import { createServer, type Socket } from 'node:net';
import { after } from 'node:test';
import { listen } from './listen.ts';

/** What the server does with a connection once a request is complete. */
export type Play = (socket: Socket, request: string) => void;

/** A server that sends arbitrary bytes, so that it can break every rule of HTTP. */
export interface RawServer {
  readonly baseUrl: string;
  readonly port: number;
  /** Each request as received. */
  readonly requests: readonly string[];
  play: Play;
  close(): Promise<void>;
}

export async function rawServer(play: Play = () => undefined): Promise<RawServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Clients that close the connection are part of the tests.
    socket.on('error', () => undefined);
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (!isWhole(received)) return;
      const request = received;
      received = '';
      requests.push(request);
      raw.play(socket, request);
    });
  });
  const port = await listen(server);
  const raw: RawServer = {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    requests,
    play,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
  return raw;
}

/** A raw server until the end of the test. */
export async function testServer(play?: Play): Promise<RawServer> {
  const server = await rawServer(play);
  after(() => server.close());
  return server;
}

/** A reply with its length; then the connection is closed. */
export function reply(body: string | Uint8Array, status = '200 OK', headers = ''): Play {
  return (socket) => {
    const head = `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
    socket.write(`${head}Connection: close\r\n${headers}\r\n`);
    socket.end(body);
  };
}

/** The first byte of a TLS handshake. */
const tlsHandshake = 0x16;

function isWhole(received: string): boolean {
  if (received.charCodeAt(0) === tlsHandshake) return true;
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;
  const length = Number(/^content-length: *(\d+)/im.exec(received.slice(0, headEnd))?.[1] ?? 0);
  return received.length >= headEnd + 4 + length;
}
