/**
 * `postgres-process.ts`: a PostgreSQL of its own in a temporary folder, on a Unix socket. Prints
 * its URL when it is ready. It ends when its standard input does, so that whoever started it and
 * died, however that was, leaves no server behind.
 */
import { once } from 'node:events';
import { startPostgres } from './postgres-server.ts';

// A Ctrl-C in the terminal reaches this process too: it is its parent that says when to end.
process.on('SIGINT', () => {});
const server = await startPostgres();
process.stdout.write(`${server.url}\n`);
// Nobody may be left to read it.
process.stdout.on('error', () => {});
process.stdin.resume();
await once(process.stdin, 'end');
await server.stop();
