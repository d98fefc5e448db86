/**
 * `vendor-process.ts [CODES]`: both vendors, as fast as they can be: every code is good and every
 * lead new. Other paths get a verdict, for who passes requests on as they come.
 */
import { createServer } from 'node:http';
import { listenAndTell } from './listen-and-tell.ts';

const codes = Array.from({ length: Number(process.argv[2] ?? 100) }, (_, index) => ({
  code: `CODE-${index}`,
  limit: null,
  timezone: 'Asia/Jakarta',
  dtime_s: null,
  dtime_f: null,
  active: true,
}));
const company = {
  ID: 'shop',
  title: 'Shop',
  promocodes: { all: codes.length, active: codes.length, deactive: 0 },
};
let contacts = 0;

const answers: Readonly<Record<string, () => string>> = {
  '/api/getCompanies': fixed({ type: 'success', msg: [company] }),
  '/api/getPromocodes': fixed({ type: 'success', msg: { shop: codes } }),
  '/api/checkPromocode': fixed({ type: 'success', msg: true, reason: null }),
  '/api/generate/token': fixed({ status: 'ok', token: 'vendor-token' }),
  '/api/make/contact': () => {
    contacts += 1;
    return JSON.stringify({ status: `contact: ${contacts} created`, id: String(contacts) });
  },
};
const verdict = fixed({ status: 'valid', code: 'CODE-1' });

function fixed(reply: object): () => string {
  const text = JSON.stringify(reply);
  return () => text;
}

const server = createServer((request, reply) => {
  request.resume();
  request.once('end', () => {
    const [path = ''] = (request.url ?? '').split('?');
    reply.setHeader('content-type', 'application/json');
    reply.end((answers[path] ?? verdict)());
  });
});
listenAndTell(server);
