import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { BackendFixture } from '../support/vendors/backend-fixture.ts';
import { type Connection, embeddedUpstreams } from '../support/vendors/embedded-upstreams.ts';
import { testUpstreamConformance } from '../support/vendors/upstream-conformance.ts';

testUpstreamConformance('the handler of the embedded backend', () =>
  embeddedUpstreams(({ fetch }) => ({
    baseUrl: 'http://embedded.invalid',
    fetch,
    close: () => Promise.resolve(),
  })),
);

testUpstreamConformance('a socket to the embedded backend', () => embeddedUpstreams(listen));

async function listen({ fetch }: BackendFixture): Promise<Connection> {
  const listening = Promise.withResolvers<AddressInfo>();
  const server = serve(
    { fetch: (request) => fetch(request), hostname: '127.0.0.1', port: 0 },
    listening.resolve,
  );
  const { port } = await listening.promise;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    fetch: (request) => globalThis.fetch(request),
    close: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}
