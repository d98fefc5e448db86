import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFindClient } from '../../../src/proxy/guards/client-address.ts';
import { WarnOnce } from '../../../src/proxy/warn-once.ts';

const find = createFindClient(['10.0.0.0/8', '192.0.2.7/32', 'fd00::/8']);

/** Whom a request is counted of: what the socket says, then what the header does. */
function addressOf(remoteAddress: string | undefined, forwardedFor?: string): string | undefined {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  return find(new Request('https://proxy.example/', { headers }), { remoteAddress })?.address;
}

/** Warnings, and the event of each with the address in its text. */
function recorded(): { readonly warnings: WarnOnce; readonly warned: readonly string[] } {
  const warned: string[] = [];
  const warn = (event: string, { text = '' }: { readonly text?: unknown } = {}): void => {
    const [, address] = /come through (\S+),/.exec(String(text)) ?? [];
    warned.push(`${event} ${address}`);
  };
  const log = { info: () => {}, error: () => {}, warn };
  return { warnings: new WarnOnce(log), warned };
}

describe('createFindClient()', () => {
  it('believes the socket, and no header of a stranger', () => {
    const others = {
      forwarded: 'for=1.2.3.4',
      'x-real-ip': '1.2.3.4',
      'cf-connecting-ip': '1.2.3.4',
    };
    assert.equal(addressOf('203.0.113.5', '1.2.3.4'), '203.0.113.5/32');
    const request = new Request('https://proxy.example/', { headers: others });
    assert.equal(find(request, { remoteAddress: '10.0.0.1' })?.address, '10.0.0.1/32');
    assert.equal(createFindClient([])(request, { remoteAddress: '::1' })?.address, '::/64');
  });

  it('believes what a framework found, above socket and header', () => {
    const headers = { 'x-forwarded-for': '1.2.3.4' };
    const request = new Request('https://proxy.example/', { headers });
    const remoteAddress = '10.0.0.1';
    const found = find(request, { remoteAddress, visitorAddress: '::ffff:203.0.113.5' });
    assert.equal(found?.address, '203.0.113.5/32');
    assert.equal(
      find(request, { remoteAddress, visitorAddress: '10.0.0.9' })?.address,
      '10.0.0.9/32',
    );
    assert.equal(find(request, { remoteAddress, visitorAddress: 'unknown' }), undefined);
  });

  it('takes the right-most address that is not one of our proxies', () => {
    assert.equal(addressOf('10.0.0.1', '203.0.113.5'), '203.0.113.5/32');
    assert.equal(addressOf('10.0.0.1', '1.2.3.4, 203.0.113.5'), '203.0.113.5/32');
    assert.equal(
      addressOf('10.0.0.1', '1.2.3.4,203.0.113.5 , 192.0.2.7,10.9.9.9'),
      '203.0.113.5/32',
    );
    assert.equal(addressOf('fd00::1', '10.0.0.3, 2001:db8:1:2:3::4'), '2001:db8:1:2::/64');
  });

  it('takes one address for a network of one, and IPv4 in IPv6 for IPv4', () => {
    const findClient = createFindClient(['10.0.0.1', 'fd00::1', '::ffff:192.0.2.0/120']);
    const headers = { 'x-forwarded-for': '203.0.113.5' };
    const request = new Request('https://proxy.example/', { headers });
    for (const remoteAddress of ['10.0.0.1', 'fd00::1', '192.0.2.9', '::ffff:192.0.2.9']) {
      assert.equal(findClient(request, { remoteAddress })?.address, '203.0.113.5/32');
    }
    assert.equal(findClient(request, { remoteAddress: '10.0.0.2' })?.address, '10.0.0.2/32');
    assert.equal(findClient(request, { remoteAddress: 'fd00::2' })?.address, 'fd00::/64');
  });

  it('warns once about a reverse proxy nearby that is not trusted', () => {
    const { warnings, warned } = recorded();
    const findClient = createFindClient(['10.0.0.1/32'], warnings);
    const headers = { 'x-forwarded-for': '203.0.113.5' };
    const request = new Request('https://proxy.example/', { headers });
    for (const address of ['10.0.0.1', '198.51.100.1', '192.168.0.9', '127.0.0.1']) {
      findClient(request, { remoteAddress: address });
    }
    findClient(new Request('https://proxy.example/'), { remoteAddress: '10.0.0.2' });
    assert.deepEqual(warned, ['limits.strange-proxy 192.168.0.9']);
  });

  it('warns once about a trusted proxy without X-Forwarded-For, and only for browsers', () => {
    const { warnings, warned } = recorded();
    const findClient = createFindClient(['10.0.0.1/32', '127.0.0.1/32'], warnings);
    const ask = (headers: Readonly<Record<string, string>>, remoteAddress = '10.0.0.1'): void => {
      findClient(new Request('https://proxy.example/', { headers }), { remoteAddress });
    };
    const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' };
    const visitor = { ...browser, origin: 'https://shop.example' };
    // Health checks, programs on this machine, and somebody who tries a page out on it.
    ask({});
    ask({ 'user-agent': 'kube-probe/1.34' });
    ask({ 'user-agent': 'curl/8.14', origin: 'https://shop.example' });
    ask(browser, '127.0.0.1');
    for (const host of ['localhost', 'shop.localhost:8787', '127.0.0.1:8787', '[::1]:8787']) {
      ask({ ...browser, origin: `http://${host}` }, '127.0.0.1');
    }
    ask({ ...browser, origin: 'null' });
    // With the header, or not a trusted proxy.
    ask({ ...visitor, 'x-forwarded-for': '203.0.113.5' });
    ask(visitor, '198.51.100.1');
    assert.deepEqual(warned, []);
    ask(visitor);
    ask(visitor, '127.0.0.1');
    assert.deepEqual(warned, ['limits.silent-proxy 10.0.0.1']);
  });

  it('stops at a hop that is not an address, and takes the last one before it', () => {
    for (const junk of [
      '',
      'unknown',
      '1.2.3',
      '127.1',
      '0x7f.0.0.1',
      '1.2.3.4.5',
      '::g',
      '[::1',
    ]) {
      assert.equal(addressOf('10.0.0.1', `1.2.3.4, ${junk}`), '10.0.0.1/32', junk);
    }
  });

  it('reads addresses with a port, and IPv4 in IPv6', () => {
    assert.equal(addressOf('::ffff:10.0.0.1', '203.0.113.5:4711'), '203.0.113.5/32');
    assert.equal(addressOf('10.0.0.1', '[2001:db8::1]:443'), '2001:db8::/64');
    assert.equal(addressOf('10.0.0.1', '::ffff:203.0.113.5'), '203.0.113.5/32');
  });

  it('counts a household of IPv6 once, and knows the networks around', () => {
    const request = new Request('https://proxy.example/');
    const of = (remoteAddress: string): unknown => find(request, { remoteAddress });
    assert.deepEqual(of('2001:db8:1:2:aaaa::1'), of('2001:db8:1:2:bbbb::2'));
    assert.deepEqual(of('2001:db8:1:2::1'), {
      address: '2001:db8:1:2::/64',
      subnet: '2001:db8:1::/48',
    });
    assert.deepEqual(of('203.0.113.5'), { address: '203.0.113.5/32', subnet: '203.0.113.0/24' });
  });

  it('knows no address on a Unix socket or on another runtime', () => {
    assert.equal(addressOf(undefined, '203.0.113.5'), undefined);
    assert.equal(find(new Request('https://proxy.example/')), undefined);
  });
});
