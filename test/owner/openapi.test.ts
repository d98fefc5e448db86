import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ownerCalls, ownerOpenApi } from '../../src/owner/openapi.ts';
import { schemaOf } from '../../src/proxy/openapi-schema.ts';
import { createOwnerStage } from './owner-stage.ts';

describe('ownerOpenApi()', () => {
  it('has each call under its path and method, with its parameters', () => {
    const { paths } = ownerOpenApi();
    const lead = paths['/v1/owner/leads/{ref}'] as { get: { parameters: { name: string }[] } };
    assert.deepEqual(
      lead.get.parameters.map(({ name }) => name),
      ['ref'],
    );
    const list = paths['/v1/owner/leads'] as { get: { parameters: { name: string }[] } };
    assert(list.get.parameters.some(({ name }) => name === 'before'));
  });

  it('names calls that there are', async () => {
    const stage = await createOwnerStage();
    for (const name of Object.keys(ownerCalls)) {
      const [method = '', path = ''] = name.split(' ');
      const reply = await stage.call(method, path.replace(/\{\w+\}/, 'none'));
      // A path that is not there has no detail.
      if (reply.status === 404) assert(((await reply.json()) as { detail?: string }).detail, name);
    }
    assert.equal((await stage.call('GET', '/none')).status, 404);
  });

  it('has the parameters that each call reads', async () => {
    const stage = await createOwnerStage();
    const values = { company: 'some', since: '2026-11-01T00:00:00Z' };
    const calls = Object.entries(ownerCalls).filter(([name]) => name.startsWith('GET '));
    for (const [name, { query }] of calls) {
      const path = name.replace('GET ', '').replace(/\{\w+\}/, 'none');
      const { properties = {}, required = [] } = query ? schemaOf(query, 'input') : {};
      const isUnknown = async (parameter: string): Promise<boolean> => {
        const given = Object.entries(values).filter(([key]) => [required].flat().includes(key));
        const asked = new URLSearchParams({ [parameter]: '1', ...Object.fromEntries(given) });
        const reply = await stage.call('GET', `${path}?${asked}`);
        return reply.status === 400 && (await reply.text()).includes('invalid-body');
      };
      assert.equal(await isUnknown('nobody_reads_it'), query !== undefined, name);
      for (const parameter of Object.keys(properties as object)) {
        assert(!(await isUnknown(parameter)), `${name} reads no ${parameter}`);
      }
    }
  });
});
