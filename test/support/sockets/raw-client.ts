import { connect, type Socket } from 'node:net';

/** A connection that says what it likes, byte by byte; an error is part of its life. */
export function rawConnection(port: number): Socket {
  return connect(port, '127.0.0.1').on('error', () => undefined);
}

/** What the server sends for these bytes, a character for each, until it closes. */
export async function exchange(port: number, ...parts: readonly string[]): Promise<string> {
  const socket = rawConnection(port);
  for (const part of parts) socket.write(part, 'latin1');
  return whatComes(socket);
}

/** All that comes on a connection until it is closed. */
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
