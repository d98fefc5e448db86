import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { OwnerClients } from '../../src/contract/owner/contacts.ts';
import type { OwnerChecks } from '../../src/contract/owner/setup.ts';
import { loadConfig, mountProxy } from '../../src/node/index.ts';
import { silent } from '../support/logs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('mountProxy()', () => {
  it('requires the origins of its pages', async () => {
    const config = loadConfig({ env: {}, flags: { data: temporaryFolder() } });
    await assert.rejects(mountProxy(config, { log: silent }), /PROMO_LEAD_ORIGINS: is missing/);
  });

  it("serves neither the vendors' paths nor the owner without a token", async () => {
    const env = { PROMO_LEAD_ORIGINS: 'https://page.example' };
    const config = loadConfig({ env, flags: { data: temporaryFolder() }, demo: true });
    const mounted = await mountProxy(config, { log: silent });
    after(() => mounted.close());
    const statusOf = async (path: string): Promise<number> =>
      (await mounted.handle(new Request(`https://shop.example${path}`))).status;
    const paths = [
      '/healthz',
      '/api/getCompanies?token=demo-token',
      '/console/',
      '/v1/owner/leads',
    ];
    assert.deepEqual(await Promise.all(paths.map(statusOf)), [200, 404, 404, 404]);
  });

  it('shows its owner no port and no APIs that it does not have', async () => {
    const PROMO_LEAD_ADMIN_TOKEN = 'the-token-of-the-owner';
    const env = { PROMO_LEAD_ADMIN_TOKEN, PROMO_LEAD_ORIGINS: 'https://page.example' };
    const config = loadConfig({ env, flags: { data: temporaryFolder() } });
    const mounted = await mountProxy(config, { log: silent });
    after(() => mounted.close());
    const read = async (path: string): Promise<unknown> => {
      const headers = { authorization: `Bearer ${PROMO_LEAD_ADMIN_TOKEN}` };
      const url = `https://shop.example/v1/owner${path}`;
      return (await mounted.handle(new Request(url, { headers }))).json();
    };
    const { checks } = (await read('/setup/checks')) as OwnerChecks;
    const { callable } = (await read('/clients')) as OwnerClients;
    assert.deepEqual(callable, { promoholder: false, promos_seru: false });
    const [configuration] = checks;
    assert.equal(configuration?.detail, 'answers within another server');
    const odd = checks.filter(({ check }) => check === 'reverse proxy' || check === 'secret key');
    assert.deepEqual(odd, []);
  });
});
