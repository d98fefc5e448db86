import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { listen } from './listen.ts';

/** An address that forwards to another, like a name or a load balancer. */
export interface TcpProxy {
  readonly port: number;
  /** Where new connections go: a port on this machine or the path of a Unix socket. */
  target: number | string;
  /** Breaks every open connection. */
  cut(): void;
  /** Stops forwarding but closes nothing, like a network that has gone silent. */
  freeze(): void;
  /** Forwards again. */
  thaw(): void;
  close(): Promise<void>;
}

export async function tcpProxy(target: number | string): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const join = (near: Socket, far: Socket): void => {
    near.pipe(far);
    far.pipe(near);
  };
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Broken connections are part of the tests.
    socket.on('error', () => undefined);
    if (isFrozen) socket.pause();
    return socket;
  };
  const server = createServer((near) => {
    const to = proxy.target;
    const far = keep(typeof to === 'number' ? connect(to, '127.0.0.1') : connect(to));
    keep(near).once('close', () => far.destroy());
    far.once('close', () => near.destroy());
    join(near, far);
    if (isFrozen) for (const socket of [near, far]) socket.pause();
  });
  const port = await listen(server);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const proxy: TcpProxy = {
    port,
    target,
    cut,
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
  return proxy;
}
