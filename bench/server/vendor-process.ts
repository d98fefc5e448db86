/**
 * `vendor-process.ts [CODES [COMPANIES]]`: both vendors, as fast as possible: every code is valid
 * and every lead is new. The companies are `shop`, `shop-1`, and so on, each with all the codes.
 * Other paths get a verdict, for systems that forward requests unchanged.
 */
import { createServer } from 'node:http';
import { listenAndTell } from './listen-and-tell.ts';

const [codeCount = 100, companyCount = 1] = process.argv.slice(2).map(Number);
const codes = Array.from({ length: codeCount }, (_, index) => ({
  code: `CODE-${index}`,
  limit: null,
  timezone: 'Asia/Jakarta',
  dtime_s: null,
  dtime_f: null,
  active: true,
}));
const companies = Array.from({ length: companyCount }, (_, index) => ({
  ID: index === 0 ? 'shop' : `shop-${index}`,
  title: 'Shop',
  promocodes: { all: codes.length, active: codes.length, deactive: 0 },
}));
const listed = JSON.stringify(codes);
let contacts = 0;

const answers: Readonly<Record<string, (query: string) => string>> = {
  '/api/getCompanies': fixed({ type: 'success', msg: companies }),
  '/api/getPromocodes': (query) => {
    const company = JSON.stringify(new URLSearchParams(query).get('company'));
    return `{"type":"success","msg":{${company}:${listed}}}`;
  },
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
    const [path = '', query = ''] = (request.url ?? '').split('?');
    reply.setHeader('content-type', 'application/json');
    reply.end((answers[path] ?? verdict)(query));
  });
});
listenAndTell(server);
