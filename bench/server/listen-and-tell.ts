import type { Server } from 'node:http';

/** Listens on a free port, and prints the address as `promo-lead serve` does. */
export function listenAndTell(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    process.stdout.write(`ready on http://127.0.0.1:${port}\n`);
  });
}
