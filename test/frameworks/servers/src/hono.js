import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { closeServer, loadConfig, mountProxy } from 'promo-lead/node';

const leads = await mountProxy(loadConfig({ env: process.env }));
const app = new Hono();

// Hono trusts nobody's X-Forwarded-For; promo-lead that of PROMO_LEAD_TRUSTED_PROXIES.
app.mount('/promo', leads.handle, (c) => ({ remoteAddress: getConnInfo(c).remote.address }));

app.post('/orders', async (c) => {
  const { product } = await c.req.json();
  return c.json({ ordered: product });
});

const server = serve(
  { fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' },
  (address) => console.log(address),
);
process.once('SIGTERM', async () => {
  await closeServer(server, 10_000);
  await leads.close();
});
