import Fastify from 'fastify';
import { loadConfig, mountProxy, toNodeListener } from 'promo-lead/node';
import { underPath } from 'promo-lead/proxy';

const leads = await mountProxy(loadConfig({ env: process.env }));
// Who is believed about the visitor's address is Fastify's matter, here as elsewhere.
const app = Fastify({ trustProxy: 'loopback' });

const promo = toNodeListener(underPath('/promo', leads.handle), {
  visitorAddress: ({ ip }) => ip,
  log: leads.log,
});

app.register(
  async (scope) => {
    // Fastify's parsers stay away from the bodies here: promo-lead reads them, and strictly.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => done(null));
    scope.all('/*', (request, reply) => {
      reply.hijack();
      promo(Object.assign(request.raw, { ip: request.ip }), reply.raw);
    });
  },
  { prefix: '/promo' },
);
app.addHook('onClose', () => leads.close());

app.post('/orders', async (request) => {
  const { product } = /** @type {{ product: string }} */ (request.body);
  return { ordered: product };
});

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
console.log(app.server.address());
process.once('SIGTERM', () => app.close());
