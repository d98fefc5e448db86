import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ownerCalls, ownerOpenApi } from '../../src/owner/openapi.ts';
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
});
