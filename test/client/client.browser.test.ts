import { expect, fixture, html } from '@open-wc/testing';
import { createClient } from '../../src/client/index.ts';

const never = (): Promise<Response> => Promise.reject(new Error('called'));

describe('createClient() in a page', () => {
  for (const endpoint of [
    '/',
    '/promo',
    'promo/',
    './',
    location.origin,
    'https://other.example',
  ]) {
    it(`takes ${endpoint}`, () => {
      expect(() => createClient({ endpoint, fetch: never })).not.to.throw();
    });
  }

  for (const endpoint of [
    '//evil.example/api',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
  ]) {
    it(`refuses ${endpoint}, which only looks like a path of this site`, () => {
      expect(() => createClient({ endpoint, fetch: never })).to.throw('misconfigured');
    });
  }
});

describe('a client on a page with polluted prototypes', () => {
  it('makes the request that it means', async () => {
    const requests: Request[] = [];
    const client = createClient({
      endpoint: '/',
      fetch: async (input, init) => {
        requests.push(new Request(input, init));
        return Response.json({ status: 'unchecked' });
      },
    });
    const prototype = Object.prototype as unknown as Record<string, unknown>;
    prototype['integrity'] = 'sha256-hacked';
    await client.validate('A').finally(() => delete prototype['integrity']);
    expect(requests[0]?.integrity).to.equal('');
  });
});

describe('a client on a page with clobbering names', () => {
  it('still knows where the page is', async () => {
    await fixture(
      html`<img name="baseURI" alt="" />
        <form name="fetch"></form>`,
    );
    expect(() => createClient({ endpoint: '/', fetch: never })).not.to.throw();
  });
});
