import assert from 'node:assert/strict';
import ipaddr from 'ipaddr.js';
import type * as z from 'zod/mini';
import { bodyParameters } from '../../src/backend/parameters.ts';
import { LeadRequest, PromoCodeRequest, validate } from '../../src/contract/index.ts';
import { createFindClient } from '../../src/proxy/guards/client-address.ts';
import { parseJsonObject } from '../../src/proxy/guards/json.ts';
import { correctionPage } from '../../src/proxy/pages/correction-page.ts';
import { pageReply } from '../../src/proxy/pages/page.ts';
import { ProblemError } from '../../src/proxy/problem-reply.ts';
import { readExtra, readFormFields } from '../../src/proxy/routes/form-fields.ts';
import type { Target } from './targets.ts';

const leadWords: readonly string[] = [
  'first_name',
  'last_name',
  'phone',
  'click_id',
  'product',
  'promo_code',
  'company',
  'consent',
  'attribution',
  'first',
  'last',
  'utm_source',
  'extra',
  'signals',
  'trap',
  'elapsed_ms',
  'locale',
];

/** The result; undefined if the request is refused with a `ProblemError`. */
function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    assert.ok(error instanceof ProblemError, String(error));
    return undefined;
  }
}

function readJson(input: Buffer): void {
  const text = input.toString('utf8');
  const value = unlessRefused(() => parseJsonObject(text));
  if (value === undefined) return;
  assert.deepEqual(value, JSON.parse(text));
  checkReading(LeadRequest, value);
  checkReading(PromoCodeRequest, value);
}

/** Parsing the result again gives the same. */
function checkReading<T>(schema: z.ZodMiniType<T>, value: object): void {
  const read = validate(schema, value);
  if (read.ok) assert.deepEqual(validate(schema, structuredClone(read.value)), read);
}

async function readForm(input: Buffer): Promise<void> {
  const form = new URLSearchParams(input.toString('utf8'));
  const fields = unlessRefused(() => readFormFields(form));
  if (fields === undefined) return;
  const read = validate(LeadRequest, fields);
  const errors = read.ok ? [] : read.errors;
  const extra = readExtra(form);
  const shown = { form, extra, errors, products: [], successUrl: undefined };
  const page = correctionPage({ language: 'en', ...shown });
  const html = await (await pageReply(422, 'en', page)).text();
  // Every tag is ours; what was typed is between quotes, or is not markup.
  const tags = html.replaceAll(/"[^"]*"/g, '""').matchAll(/<\/?([^\s>]*)/g);
  for (const [, tag = ''] of tags) assert.match(tag, ourTags, html);
}

const ourTags =
  /^(?:!doctype|html|head|meta|title|style|body|main|h1|p|form|label|input|textarea|select|option|button)$/;

const contentTypes: readonly string[] = [
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=b',
  'application/json',
  'multipart/form-data',
  'text/plain',
];

async function readVendorBody(input: Buffer): Promise<void> {
  const [first = 0] = input;
  const request = new Request('http://backend.test/', {
    method: 'POST',
    headers: { 'content-type': contentTypes[first % contentTypes.length] ?? '' },
    body: new Uint8Array(input.subarray(1)),
  });
  const parameters = await bodyParameters(request);
  for (const name of ['token', 'phone', 'first_name', '', '__proto__', 'constructor']) {
    const value = parameters?.get(name);
    assert.ok(value === undefined || (typeof value === 'string' && !value.includes('\uFFFD')));
  }
}

const findClient = createFindClient(['10.0.0.0/8', '::1', 'fd00::/8']);

function readForwardedFor(input: Buffer): void {
  // Node's parser lets no line break and no NUL into a header.
  const header = input.toString('latin1').replaceAll(/[\r\n\0]/g, '');
  const request = new Request('http://proxy.test/', { headers: { 'x-forwarded-for': header } });
  for (const remoteAddress of ['10.0.0.1', '::1', '203.0.113.9', header]) {
    const client = findClient(request, { remoteAddress });
    if (client === undefined) continue;
    const [[address, bits], [network, networkBits]] = [
      ipaddr.parseCIDR(client.address),
      ipaddr.parseCIDR(client.subnet),
    ];
    const isV4 = address.kind() === 'ipv4';
    assert.deepEqual([bits, networkBits], isV4 ? [32, 24] : [64, 48]);
    assert.equal(network.kind(), address.kind());
    if (remoteAddress === '203.0.113.9') assert.equal(client.address, '203.0.113.9/32');
  }
}

export const requestTargets: readonly Target[] = [
  { name: 'json-body', words: leadWords.map((word) => `"${word}":`), run: readJson },
  {
    name: 'form-body',
    words: [
      ...leadWords.map((word) => `&${word}=`),
      '&extra[city]=',
      '&success_url=',
      '"><script>',
    ],
    run: readForm,
  },
  {
    name: 'vendor-body',
    words: [
      'token=',
      '&phone=',
      '&first_name=',
      'name[]=',
      '"phone":',
      '--b\r\n',
      '--b--\r\n',
      'Content-Disposition: form-data; name="phone"',
      '; filename="a"',
      'Content-Type: text/plain; charset=utf-16\r\n\r\n',
    ],
    run: readVendorBody,
  },
  {
    name: 'forwarded-for',
    words: [
      '10.0.0.1',
      '::1',
      '::ffff:10.0.0.1',
      '[fd00::1]:80',
      ', ',
      '203.0.113.7',
      '%eth0',
      '0x7f.1',
    ],
    run: readForwardedFor,
  },
];
