/**
 * `postgres-process.ts [FOLDER]`: a PostgreSQL of its own in a temporary folder, on a Unix socket
 * there, or a standby of the one in FOLDER. Prints its folder when it is ready. A line on its
 * standard input is an order: `resume`, or the signal to end the server with.
 *
 * It ends with its standard input, so that a parent leaves no server behind however it dies.
 */
import { createInterface } from 'node:readline';
import { startPostgres } from './postgres-server.ts';

// A Ctrl-C in the terminal reaches this process too, but its parent decides when it ends.
process.on('SIGINT', () => {});
const input = createInterface({ input: process.stdin });
// Listens from now on: if the parent dies while the server starts, the input ends unread.
const orders = input[Symbol.asyncIterator]();
// A signal for this process is meant for the server too.
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => input.close());
// The reader may be gone.
process.stdout.on('error', () => {});

const server = await startPostgres(process.argv[2]);
process.stdout.write(`${server.folder}\n`);
for await (const order of orders) {
  await (order === 'resume' ? server.resume() : server.halt(order as NodeJS.Signals));
  process.stdout.write('done\n');
}
await server.stop();
