import express from 'express';
import { closeServer, loadConfig, mountProxy, toNodeListener } from 'promo-lead/node';

const leads = await mountProxy(loadConfig({ env: process.env }));
const app = express();
// Who is believed about the visitor's address is Express's matter, here as elsewhere.
app.set('trust proxy', 'loopback');

// Above express.json(): bodies are read once, and promo-lead reads them strictly.
const { log } = leads;
app.use('/promo', toNodeListener(leads.handle, { visitorAddress: ({ ip }) => ip, log }));

app.use(express.json());
app.post('/orders', (request, response) => {
  response.json({ ordered: request.body.product });
});

const server = app.listen(Number(process.env.PORT), '127.0.0.1');
server.once('listening', () => console.log(server.address()));
process.once('SIGTERM', async () => {
  await closeServer(server, 10_000);
  await leads.close();
});
