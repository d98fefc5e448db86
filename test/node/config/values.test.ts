import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load, only, problemsOf, vendor } from './loading.ts';

function acceptedUrl(url: string): string | undefined {
  return load({ ...vendor, PROMOHOLDER_URL: url }).promoholder?.url;
}

function urlRefusal(url: string): string {
  return only(problemsOf({ ...vendor, PROMOHOLDER_URL: url })).text;
}

function originRefusal(origins: string): string {
  return only(problemsOf({ PROMO_LEAD_ORIGINS: origins })).text;
}

describe('a list in a variable', () => {
  it('is not empty by mistake: commas alone come from unset variables', () => {
    for (const name of [
      'PROMO_LEAD_ENCRYPTION_KEYS',
      'PROMO_LEAD_ORIGINS',
      'PROMO_LEAD_PRODUCTS',
      'PROMO_LEAD_TRUSTED_PROXIES',
    ]) {
      const { source, text } = only(problemsOf({ [name]: ' , ' }));
      assert.deepEqual([source, text], [name, 'must name at least one.']);
    }
  });
});

describe('PROMOHOLDER_URL', () => {
  it('may end in a slash or not, and may have a path', () => {
    assert.equal(acceptedUrl('https://promo.example/'), 'https://promo.example');
    assert.equal(acceptedUrl('https://promo.example'), 'https://promo.example');
    assert.equal(acceptedUrl('https://promo.example/v2//'), 'https://promo.example/v2');
  });

  it('is not the address of one call, as the vendor’s document shows it', () => {
    for (const end of ['/api/checkPromocode', '/api/getPromocodes/', '/v2/api/getCompanies']) {
      assert.match(urlRefusal(`https://promo.example${end}`), /must end before \/api\//, end);
    }
    assert.equal(acceptedUrl('https://gate.example/api'), 'https://gate.example/api');
  });

  it('may be http on loopback alone', () => {
    for (const host of ['127.0.0.1:8080', 'localhost', 'api.localhost', '[::1]:1', '2130706433']) {
      assert(acceptedUrl(`http://${host}`));
    }
    for (const host of ['promo.example', '10.0.0.1', 'localhost.example', '[::2]', '0.0.0.0']) {
      assert.match(urlRefusal(`http://${host}`), /https:\/\//, host);
    }
  });

  it('is not a metadata service, however it is written', () => {
    const hosts = [
      '169.254.169.254',
      '[::ffff:169.254.169.254]',
      '2852039166',
      '0xa9fea9fe',
      '0251.0376.0251.0376',
      '[fd00:ec2::254]',
      '[fe80::1]',
      'metadata.google.internal',
      'metadata.google.internal.',
      '169.254.169.254.',
      '[fd20:ce::254]',
      '[64:ff9b::a9fe:a9fe]',
      '[64:ff9b::100.100.100.200]',
      '[::169.254.169.254]',
      '[::100.100.100.200]',
      '100.100.100.200',
    ];
    for (const host of hosts) {
      assert.match(urlRefusal(`https://${host}/`), /metadata/, host);
      assert.match(urlRefusal(`http://${host}/`), /metadata/, host);
    }
  });

  it('has no credentials, query, fragment or other scheme', () => {
    assert.match(urlRefusal('https://user:pass@promo.example'), /user name or password/);
    assert.match(urlRefusal('https://promo.example?x=1'), /"\?" or "#"/);
    assert.match(urlRefusal('https://promo.example/#'), /"\?" or "#"/);
    for (const url of ['ftp://a', 'javascript:alert(1)', 'promo.example', '//promo.example', ' ']) {
      assert.match(urlRefusal(url), /URL/, url);
    }
    assert.match(urlRefusal('https://promo.example/\r\nx'), /URL/);
  });
});

describe('PROMO_LEAD_ORIGINS', () => {
  it('is a list of origins, as a browser writes them', () => {
    const { origins } = load({
      PROMO_LEAD_ORIGINS:
        'https://Shop.example, http://localhost:3000,https://a.example:443,https://bücher.example',
    });
    assert.deepEqual(origins, [
      'https://shop.example',
      'http://localhost:3000',
      'https://a.example',
      'https://xn--bcher-kva.example',
    ]);
  });

  it('refuses a wildcard, null, a path and any other scheme', () => {
    assert.match(originRefusal('*'), /must not be "\*"/);
    assert.match(originRefusal('null'), /must not be "null"/);
    assert.match(originRefusal('https://shop.example/'), /Write https:\/\/shop\.example/);
    assert.match(originRefusal('https://shop.example/page'), /Write https:\/\/shop\.example/);
    for (const origin of [
      'https://*.example',
      'shop.example',
      'file:///x',
      'https://u:p@a',
      'data:,',
      'https://a.example;https://b.example',
    ]) {
      assert.match(originRefusal(origin), /must be an origin such as/, origin);
    }
  });
});

describe('PROMO_LEAD_TRUSTED_PROXIES', () => {
  it('is a list of networks', () => {
    const { trustedProxies } = load({ PROMO_LEAD_TRUSTED_PROXIES: '10.0.0.0/8,::1, fd00::/8' });
    assert.deepEqual(trustedProxies, ['10.0.0.0/8', '::1', 'fd00::/8']);
    for (const network of [
      '10.0.0.0/33',
      '10.0.0/8',
      '::/129',
      'all',
      '10.0.0.0/8/8',
      '1.2.3.4/-1',
      'fe80::1%eth0',
    ]) {
      assert.match(
        only(problemsOf({ PROMO_LEAD_TRUSTED_PROXIES: network })).text,
        /network/,
        network,
      );
    }
  });

  it('warns where every address would be believed as that of a reverse proxy', () => {
    for (const network of ['0.0.0.0/0', '10.0.0.0/8, ::/0']) {
      const { warnings } = load({ PROMO_LEAD_TRUSTED_PROXIES: network });
      assert.match(String(warnings[0]), /visitors can fake theirs/, network);
    }
    assert.deepEqual(load({ PROMO_LEAD_TRUSTED_PROXIES: '10.0.0.0/8' }).warnings, []);
  });
});

describe('numbers', () => {
  it('are whole, decimal and within bounds', () => {
    for (const text of ['0', '-1', 'NaN', '1000000000', '1e3', '0x10', '1.5', 'ten', ' 5']) {
      only(problemsOf({ PROMO_LEAD_QUIET_MS: text }));
    }
    for (const text of ['65536', '-1', '80a', '8 7']) only(problemsOf({ PORT: text }));
    only(problemsOf({ PROMO_LEAD_KEEP_DELIVERED: '0' }));
    assert.deepEqual(load({ PROMO_LEAD_KEEP_DEAD: '9' }).retention, { dead: 9 });
    assert.equal(load({ PORT: '0' }).port, 0);
    assert.equal(load({ PROMO_LEAD_QUIET_MS: '1' }).quietMs, 1);
  });
});

describe('PROMO_LEAD_STORE', () => {
  it('is a file of SQLite or the address of a PostgreSQL', () => {
    assert.deepEqual(load({ PROMO_LEAD_STORE: 'sqlite:/srv/leads.db' }).store, {
      kind: 'sqlite',
      file: '/srv/leads.db',
    });
    assert.equal(load({ PROMO_LEAD_STORE: 'postgres://h/db' }).store.kind, 'postgres');
    assert.match(only(problemsOf({ PROMO_LEAD_STORE: '/srv/leads.db' })).text, /"sqlite:FILE"/);
  });
});
