/** `fastify.mjs VENDOR`: passes everything on, as its package's documentation has it. */
import proxy from '@fastify/http-proxy';
import fastify from 'fastify';

const server = fastify();
server.register(proxy, { upstream: process.argv[2] });
await server.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`ready on http://127.0.0.1:${server.server.address().port}\n`);
