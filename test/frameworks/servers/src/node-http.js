import { createServer } from 'node:http';
import { closeServer, loadConfig, mountProxy, toNodeListener } from 'promo-lead/node';
import { underPath } from 'promo-lead/proxy';

const leads = await mountProxy(loadConfig({ env: process.env }));
const promo = toNodeListener(underPath('/promo', leads.handle), { log: leads.log });

const server = createServer((request, response) => {
  if (request.url?.startsWith('/promo/')) promo(request, response);
  else response.end('A page of yours');
});

server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log(server.address()));
process.once('SIGTERM', async () => {
  await closeServer(server, 10_000);
  await leads.close();
});
