import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { ConfigError } from '../../../src/node/config/config-error.ts';
import type { Config } from '../../../src/node/config/load.ts';
import { settings } from '../../../src/node/config/settings.ts';
import { file, load, only, problemsOf, vendor } from './loading.ts';

describe('loadConfig()', () => {
  it('needs no settings', () => {
    const config = load({});
    assert.equal(config.host, '127.0.0.1');
    assert.equal(config.port, 8787);
    assert.equal(config.quietMs, 60_000);
    assert.equal(config.promoholder, undefined);
    assert.deepEqual(
      config.products.map(({ slug }) => slug),
      ['garcinia-cambogia', 'blackmask', 'hallupro'],
    );
  });

  it('has the products of the landing pages in the demo, unless a real vendor is set', () => {
    const offers = ({ products }: Config): boolean =>
      products.some(({ slug }) => slug === 'perfume-samples');
    const real = { PROMOS_SERU_URL: 'https://vendor.example', PROMOS_SERU_NAME: 'shop' };
    assert.ok(offers(load({}, { demo: true })));
    assert.ok(!offers(load({})));
    assert.ok(!offers(load(real, { demo: true })));
    assert.ok(!offers(load({ PROMO_LEAD_PRODUCTS: 'mat' }, { demo: true })));
  });

  it('prefers a flag to a variable, and a variable to the file', () => {
    const path = file({ port: 1, host: 'localhost', quietMs: 7 });
    const env = { PORT: '2', HOST: '127.0.0.2' };
    const config = load(env, { file: path, flags: { port: '3' } });
    assert.deepEqual([config.port, config.host, config.quietMs], [3, '127.0.0.2', 7]);
  });

  it('reads the file that a variable names, unless it is given another', () => {
    const env = { PROMO_LEAD_CONFIG: file({ port: 1 }) };
    assert.deepEqual([load(env).port, load(env).warnings], [1, []]);
    assert.equal(load(env, { file: file({ port: 2 }) }).port, 2);
    assert.equal(load({ ...env, PORT: '3' }).port, 3);
    assert.equal(load({ PROMO_LEAD_CONFIG: '' }).port, 8787);
    const missing = only(problemsOf({ PROMO_LEAD_CONFIG: '/nowhere/promo-lead.json' }));
    assert.equal(missing.source, 'PROMO_LEAD_CONFIG (/nowhere/promo-lead.json)');
    assert.match(missing.text, /ENOENT/);
    assert.equal(missing.from, 'variable');
  });

  it('treats an empty variable as not set', () => {
    assert.equal(load({ PORT: '', PROMOHOLDER_URL: '' }).port, 8787);
  });

  it('reads every setting from the file', () => {
    const retention = {
      delivered: 90,
      duplicate: 30,
      rejected: 365,
      held: 366,
      dead: 367,
      contacts: 368,
      journal: 369,
    };
    const path = file({
      host: '0.0.0.0',
      port: 80,
      data: '/data',
      store: 'sqlite:/store/leads.db',
      origins: ['https://shop.example'],
      trustedProxies: ['10.0.0.0/8', '::1'],
      products: ['blackmask', { slug: 'cream', title: 'Cream', aliases: ['creme'] }],
      secret: 'a-server-secret-of-some-length',
      adminToken: 'an-admin-token-of-some-length',
      encryptionKeys: [`k2:${'2e'.repeat(32)}`, `k1:${'1f'.repeat(32)}`],
      previousSecret: 'the-secret-before-that-one',
      limits: false,
      quietMs: 5,
      promo: { reasons: 'coarse' },
      leads: { reply: 'delivered', defaultClickId: 'none', clickIds: { ANNA10: 'partner-7' } },
      spam: { quarantine: 'off', score: 150, hurryMs: 900 },
      retention,
      promoholder: { url: 'https://promoholder.tech', token: 't', company: 'c' },
      promosSeru: { url: 'https://promos-seru.com', name: 'n', secretKey: 'k' },
      alerts: { url: 'https://chat.example/hook' },
      postback: { url: 'https://t.example/?c={click_id}', statuses: { delivered: 'sale' } },
    });
    const { secret, previousSecret, adminToken, encryptionKeys, ...others } = load(
      {},
      { file: path },
    );
    const { promoholder, promosSeru, alertUrl, postback, providers, ...config } = others;
    assert.equal(secret?.reveal(), 'a-server-secret-of-some-length');
    assert.equal(previousSecret?.reveal(), 'the-secret-before-that-one');
    assert.equal(adminToken?.reveal(), 'an-admin-token-of-some-length');
    assert.deepEqual(
      encryptionKeys.map(({ id, key }) => [id, key.reveal()]),
      [
        ['k2', '2e'.repeat(32)],
        ['k1', '1f'.repeat(32)],
      ],
    );
    assert.equal(promoholder?.token.reveal(), 't');
    assert.equal(promosSeru.secretKey.reveal(), 'k');
    assert.equal(alertUrl?.reveal(), 'https://chat.example/hook');
    assert.equal(postback?.url.reveal(), 'https://t.example/?c={click_id}');
    assert.deepEqual(postback.statuses, { delivered: 'sale' });
    assert.equal(providers.promoCodes.kind, 'vendor');
    assert.deepEqual(config, {
      host: '0.0.0.0',
      port: 80,
      demo: false,
      dataFolder: '/data',
      store: { kind: 'sqlite', file: '/store/leads.db' },
      origins: ['https://shop.example'],
      trustedProxies: ['10.0.0.0/8', '::1'],
      products: [
        { slug: 'blackmask', title: 'Black Mask', aliases: [] },
        { slug: 'cream', title: 'Cream', aliases: ['creme'] },
      ],
      limits: false,
      quietMs: 5,
      promoReasons: 'coarse',
      leadsReply: 'delivered',
      defaultClickId: 'none',
      clickIds: new Map([['ANNA10', 'partner-7']]),
      spam: { isQuarantining: false, quarantineScore: 150, hurryMs: 900 },
      retention,
      company: 'c',
      others: {
        webhook: undefined,
        codeFile: undefined,
        contactsModule: undefined,
        promoCodesModule: undefined,
      },
      warnings: [],
    });
  });

  it('reads from each variable what the file has under its key', () => {
    for (const { key, variable } of settings) {
      if (variable === undefined || ['data', 'products'].includes(key)) continue;
      const problem = problemsOf({ [variable]: '\u0000' }).find(
        ({ source }) => source === variable,
      );
      assert(problem, `${variable} sets nothing`);
    }
  });

  it('chooses products by the variable and describes them by the file, named as in leads', () => {
    const products = [{ slug: 'cream', title: 'Cream', aliases: ['cre\u0301me'] }, 'hallupro'];
    const env = { PROMO_LEAD_PRODUCTS: 'cream, other\u200b' };
    assert.deepEqual(load(env, { file: file({ products }) }).products, [
      { slug: 'cream', title: 'Cream', aliases: ['cr\u00e9me'] },
      { slug: 'other', title: 'other', aliases: [] },
    ]);
  });

  it('refuses a name that two products share', () => {
    const products = [{ slug: 'a', aliases: ['B'] }, 'b'];
    assert.match(only(problemsOf({}, { file: file({ products }) })).text, /"b" twice/);
  });

  it('reports all problems at once', () => {
    const env = { PORT: 'http', PROMO_LEAD_ORIGINS: '*', PROMOHOLDER_URL: 'ftp://a' };
    const problems = problemsOf(env, { flags: { host: 'a b' } });
    const sources = new Set(problems.map(({ source }) => source));
    for (const source of ['PORT', 'PROMO_LEAD_ORIGINS', 'PROMOHOLDER_URL', '--host']) {
      assert(sources.has(source), source);
    }
  });

  it('says what a real vendor still needs', () => {
    const promoholder = problemsOf({ PROMOHOLDER_URL: 'https://promoholder.tech' });
    assert.deepEqual(
      promoholder.map(({ source }) => source.split(' ')[0]),
      ['PROMOHOLDER_TOKEN', 'PROMOHOLDER_COMPANY'],
    );
    const promosSeru = only(problemsOf({ PROMOS_SERU_URL: 'https://promos-seru.com' }));
    assert.match(promosSeru.source, /^PROMOS_SERU_NAME/);
  });

  it('refuses to limit the journal if the uses of codes are counted from it', () => {
    const env = { PROMO_LEAD_CODE_FILE: 'codes.csv', PROMO_LEAD_KEEP_JOURNAL: '30' };
    const { source, text } = only(problemsOf(env));
    assert.match(source, /^PROMO_LEAD_KEEP_JOURNAL/);
    assert.match(text, /^cannot be combined with PROMO_LEAD_CODE_FILE/);
  });

  it('refuses an unknown key and suggests the known one', () => {
    const path = file({ trusted_proxies: [], promoholder: { tokn: 'x' }, nothingLikeIt: 1 });
    assert.deepEqual(
      problemsOf({}, { file: path }).map(({ source, text }) => [source, text]),
      [
        ['"promoholder.tokn" in the file', 'is not a setting. Did you mean "promoholder.token"?'],
        ['"trusted_proxies" in the file', 'is not a setting. Did you mean "trustedProxies"?'],
        ['"nothingLikeIt" in the file', 'is not a setting.'],
      ],
    );
  });

  it('refuses keys that would reach the prototype', () => {
    const path = file('{"__proto__": {"port": 1}, "constructor": {"port": 1}}');
    assert.equal(problemsOf({}, { file: path }).length, 2);
  });

  it('warns about an unknown variable, and suggests the known one', () => {
    for (const [name, meant] of [
      ['PROMO_LEAD_ORIGIN', 'PROMO_LEAD_ORIGINS'],
      ['PROMO_LEADS_SECRET', 'PROMO_LEAD_SECRET'],
      ['PROMO_LEAD_PORT', 'PORT'],
      ['PROMO_SERU_URL', 'PROMOS_SERU_URL'],
      ['PROMO_HOLDER_TOKN', 'PROMOHOLDER_TOKEN'],
      ['PROMO_LEAD_STYLE', undefined],
    ] as const) {
      const { warnings } = load({ [name]: 'x', PATH: '/bin' });
      assert.equal(warnings.length, 1);
      const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
      assert.equal(warnings[0], `${name} is no variable of promo-lead, and is ignored.${hint}`);
    }
  });

  it('warns about a token without an address', () => {
    assert.match(String(load(vendor).warnings[0]), /without PROMOHOLDER_URL/);
  });

  it('warns about a file with secrets that others can read', () => {
    const secret = { secret: 'a-server-secret-of-some-length' };
    assert.match(String(load({}, { file: file(secret, 0o644) }).warnings[0]), /chmod 600/);
    assert.deepEqual(load({}, { file: file(secret, 0o600) }).warnings, []);
    assert.deepEqual(load({}, { file: file({ port: 1 }, 0o644) }).warnings, []);
  });

  it('allows the demo on loopback alone', () => {
    for (const host of ['127.0.0.1', 'localhost', '::1', '[::1]', '127.1.2.3']) {
      assert.equal(load({ HOST: host }, { demo: true }).company, 'demo-company');
    }
    for (const host of ['0.0.0.0', '::', '192.168.1.1', 'shop.example', '::ffff:10.0.0.1']) {
      assert.equal(only(problemsOf({ HOST: host }, { demo: true })).source, '--demo');
    }
  });

  it('never shows the value of a secret', () => {
    const canary = 'canary\u00a0value';
    const env = {
      PROMO_LEAD_SECRET: canary,
      PROMO_LEAD_ADMIN_TOKEN: canary,
      PROMOHOLDER_URL: `https://user:${canary}@promo.example/?token=${canary}`,
      PROMOHOLDER_TOKEN: canary,
      PROMOS_SERU_SECRET_KEY: canary,
      PROMO_LEAD_STORE: `postgres://user:${canary}@db/leads`,
      PROMO_LEAD_ORIGINS: `https://user:${canary}@shop.example`,
    };
    const problems = problemsOf(env);
    assert.equal(problems.length, 8, inspect(problems));
    assert(!inspect(problems).includes('canary'));
    const broken = problemsOf({}, { file: file(`{ "secret": ${canary} }`) });
    assert(!inspect(broken).includes('canary'));
    const good = load({ PROMO_LEAD_SECRET: 'canary-canary-canary', PROMOHOLDER_TOKEN: 'canary' });
    assert(
      !`${inspect(good, { depth: 9, showHidden: true })}${JSON.stringify(good)}`.includes('canary'),
    );
  });

  it('turns any text in any variable into a configuration or a ConfigError', () => {
    const variables = settings.flatMap(({ variable }) => variable ?? []);
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...variables), fc.string({ unit: 'binary' })),
        (env) => {
          try {
            load(env);
          } catch (error) {
            assert(error instanceof ConfigError);
          }
        },
      ),
    );
  });
});
