import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Listens on a free port of this machine. Resolves to the port. */
export async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('Cannot find the port');
  return address.port;
}

/** The same for a server of pages. Resolves to its origin. */
export async function listenAsSite(server: Server): Promise<string> {
  return `http://127.0.0.1:${await listen(server)}`;
}

/** A port on this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  const closed = once(server, 'close');
  server.close();
  await closed;
  return port;
}
