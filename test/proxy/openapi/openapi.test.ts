import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as z from 'zod';
import { underPath } from '../../../src/proxy/index.ts';
import { createStage, goodLead, type Stage, withKey } from '../../support/proxy/proxy-stage.ts';

type Content = Readonly<Record<string, { readonly schema: z.core.JSONSchema.JSONSchema }>>;
interface Document {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly post: {
          readonly requestBody: { readonly content: Content };
          readonly responses: Readonly<
            Record<string, { readonly content?: Content; readonly headers?: object }>
          >;
        };
      }
    >
  >;
}

const address = 'https://shop.example/promo/openapi.json';

async function documentOf({ proxy }: Stage): Promise<Document> {
  return (await underPath('/promo', proxy)(new Request(address))).json() as Promise<Document>;
}

/** Whether the document says of what the proxy takes that it does. */
function isDescribed(document: Document, path: string, type: string, body: unknown): boolean {
  const schema = document.paths[path]?.post.requestBody.content[type]?.schema;
  assert.ok(schema, `${path} ${type}`);
  return z.fromJSONSchema(schema).safeParse(body).success;
}

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

const leads: readonly object[] = [
  ...[
    '+62 812-345 6789',
    '(0812) 345-678-90',
    '０８１２３４５６７８９',
    '\u200e0812.345.6789 ',
  ].map((phone) => ({ phone })),
  { phone: '⑽⑽⑽⑽' },
  { phone: '+62 - 8 - 1 - 2 - 3 - 4 - 5 - 6 - 7 - 8' },
  { first_name: `  Ana${' '.repeat(300)}`, click_id: 'k'.repeat(300) },
  { promo_code: `once${'\u200b'.repeat(300)}`, company: 'demo-company' },
  { consent: true, consent_text: 'Yes\u00a0', locale: 'zh-Hans', extra: { city: 'Bandung' } },
  { attribution: { last: { utm_source: 'x' } }, signals: { trap: true, elapsed_ms: 1 } },
];

const many = (count: number): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, 'x'.repeat(900)]));
const texts = [
  ['first_name', 255],
  ['last_name', 255],
  ['phone', 14, '8'],
  ['click_id', 4096],
  ['product', 64],
  ['promo_code', 255],
  ['company', 128],
  ['consent_text', 4000],
  ['locale', 35],
] as const;

/** Of each field what is one too long for it, and where the document describes it. */
const tooLongFields: readonly (readonly [string, number, object, readonly string[]])[] = [
  ...texts.map(
    ([name, max, digit = 'x']) =>
      [name, max, { [name]: digit.repeat(max + 1) }, ['properties', name]] as const,
  ),
  ...['at', 'utm_source', 'referrer'].map((name) => {
    const last = { [name]: 'x'.repeat(2049) };
    const place = ['properties', 'attribution', 'properties', 'last', 'properties', name];
    return [`attribution.last.${name}`, 2048, { attribution: { last } }, place] as const;
  }),
  ...(
    [
      ['.note', 1000, { note: 'x'.repeat(1001) }, ['additionalProperties']],
      [`.${'n'.repeat(65)}`, 64, { ['n'.repeat(65)]: '' }, ['propertyNames']],
      ['', 16, Object.fromEntries(Object.keys(many(17)).map((name) => [name, ''])), []],
      ['', 3000, many(4), []],
    ] as const
  ).map(
    ([name, max, extra, place]) =>
      [`extra${name}`, max, { extra }, ['properties', 'extra', ...place]] as const,
  ),
];

describe('the OpenAPI document', () => {
  for (const fields of leads) {
    it(`lets a lead through that is taken: ${JSON.stringify(fields).slice(0, 60)}`, async () => {
      const stage = await createStage();
      const lead = { ...goodLead, ...fields };
      const reply = await stage.post('/v1/leads', lead, withKey('the-key-of-a-lead'));
      assert.equal(reply.status, 202, await reply.text());
      assert.ok(isDescribed(await documentOf(stage), '/v1/leads', json, lead));
    });
  }

  it('lets a code through that is taken, and refuses what never is', async () => {
    const stage = await createStage();
    const code = `  once\u200b `;
    const path = '/v1/promo-codes/validate';
    assert.equal((await stage.post(path, { code })).status, 200);
    const document = await documentOf(stage);
    assert.ok(isDescribed(document, path, json, { code }));
    assert.ok(!isDescribed(document, path, json, { code: '' }));
    for (const wrong of [{ phone: '' }, { phone: 62_812_345_678 }, { city: 'Bandung' }]) {
      assert.ok(!isDescribed(document, '/v1/leads', json, { ...goodLead, ...wrong }));
    }
  });

  it('says what holds once a phone was normalised', async () => {
    const { paths } = await documentOf(await createStage());
    const schema = paths['/v1/leads']?.post.requestBody.content[json]?.schema;
    assert.partialDeepStrictEqual(schema, {
      properties: {
        phone: {
          description:
            'Once normalised: at least 8 characters, at most 14 characters, of the pattern ^[0-9]+$.',
        },
      },
    });
  });

  it('names each limit that a lead is refused for', async () => {
    const stage = await createStage();
    const document = await documentOf(stage);
    const schema = document.paths['/v1/leads']?.post.requestBody.content[json]?.schema;
    for (const [name, max, tooLong, place] of tooLongFields) {
      const reply = await stage.post('/v1/leads', { ...goodLead, ...tooLong }, withKey('too-long'));
      assert.equal(reply.status, 422, name);
      const { errors } = (await reply.json()) as { readonly errors: readonly { field: string }[] };
      assert.deepEqual(
        errors.map(({ field }) => field),
        [name],
      );
      const described = place.reduce<unknown>(
        (part, key) => Reflect.get(Object(part), key),
        schema,
      );
      const limit = new RegExp(
        `"maxLength":${max}\\b|at most ${max} |1,${max}}|Properties":${max}\\b`,
      );
      assert.match(JSON.stringify(described), limit, name);
    }
  });

  it('names the headers of a replay, and of what passes', async () => {
    const { paths } = await documentOf(await createStage());
    const headersOf = (path: string, status: number): readonly string[] =>
      Object.keys(paths[path]?.post.responses[status]?.headers ?? {});
    for (const [path, status, names] of [
      ['leads', 202, ['Idempotent-Replayed']],
      ['leads', 201, ['Idempotent-Replayed']],
      ['leads', 409, ['Idempotent-Replayed', 'Retry-After']],
      ['leads', 422, []],
      ['promo-codes/redeem', 200, ['Idempotent-Replayed']],
      ['promo-codes/validate', 200, []],
      ['promo-codes/validate', 429, ['Retry-After']],
      ['promo-codes/validate', 503, ['Retry-After']],
    ] as const) {
      assert.deepEqual(headersOf(`/v1/${path}`, status), names, `${path} ${status}`);
    }
  });

  it('names what a challenge can be asked for, and that it may be refused', async () => {
    const { paths } = await documentOf(await createStage());
    assert.partialDeepStrictEqual(paths['/v1/challenge'], {
      get: {
        parameters: [{ name: 'action', in: 'query', schema: { enum: ['promo-code', 'lead'] } }],
        responses: { 422: {}, 429: { headers: { 'Retry-After': {} } } },
      },
    });
  });

  it('lets plain forms through that are taken, and has each of their answers', async () => {
    const stage = await createStage();
    const document = await documentOf(stage);
    const responses = document.paths['/v1/leads']?.post.responses ?? {};
    const success_url = 'https://page.example/thanks';
    const empty = { click_id: '', promo_code: '', company: '', consent: '', locale: '' };
    const posts: readonly (readonly [Readonly<Record<string, string>>, number])[] = [
      [{ ...goodLead, ...empty, trap: '', submit: 'Order' }, 202],
      [{ ...goodLead, consent: 'on', 'extra[city]': 'Bandung', success_url }, 303],
      [{ ...goodLead, phone: '+62 81' }, 422],
    ];
    for (const [fields, status] of posts) {
      const body = new URLSearchParams(fields).toString();
      const headers = { 'content-type': form, accept: 'text/html' };
      const reply = await stage.post('/v1/leads', body, headers);
      assert.equal(reply.status, status);
      assert.ok(isDescribed(document, '/v1/leads', form, fields));
      const [type] = reply.headers.get('content-type')?.split(';') ?? [];
      assert.ok(responses[status], `${status}`);
      if (type !== undefined) assert.ok(responses[status].content?.[type], `${status} ${type}`);
    }
    assert.ok(!isDescribed(document, '/v1/leads', form, { phone: goodLead.phone }));
  });

  it('names the server as that which the document came from, below a path too', async () => {
    const stage = await createStage();
    const { servers } = await documentOf(stage);
    // A path is put behind the server's URL as it stands (OpenAPI 3.1, 4.8.8).
    const [call = new Request(address)] = servers.map(
      ({ url }) => new Request(new URL(`${url}/healthz`, address)),
    );
    assert.deepEqual([servers.length, call.url], [1, 'https://shop.example/promo/healthz']);
    assert.equal((await underPath('/promo', stage.proxy)(call)).status, 200);
  });
});
