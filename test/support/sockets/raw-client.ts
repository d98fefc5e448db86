import { connect, type Socket } from 'node:net';

/** A connection for arbitrary bytes; its errors are ignored. */
export function rawConnection(port: number): Socket {
  return connect(port, '127.0.0.1').on('error', () => undefined);
}

/** Sends these bytes as Latin-1. Resolves to what the server sends until it closes. */
export async function exchange(port: number, ...parts: readonly string[]): Promise<string> {
  const socket = rawConnection(port);
  for (const part of parts) socket.write(part, 'latin1');
  return whatComes(socket);
}

/** Everything received on a connection until it is closed. */
export async function whatComes(socket: Socket): Promise<string> {
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString('latin1')));
  const closed = Promise.withResolvers<void>();
  socket.on('close', () => closed.resolve());
  await closed.promise;
  return received;
}

/** The status of each reply in what was received. */
export function statusesOf(received: string): readonly number[] {
  return Array.from(received.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status));
}
