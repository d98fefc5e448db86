import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { leadStates } from '../../src/contract/lead-states.ts';
import { ownerCalls, ownerOpenApi } from '../../src/owner/openapi.ts';
import { schemaOf } from '../../src/proxy/openapi/schema.ts';
import { createOwnerStage } from './owner-stage.ts';

interface Parameter {
  readonly name: string;
  readonly required: boolean;
  readonly schema: object;
}

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

  it('says which parameters a call requires, and their types', () => {
    const { paths } = ownerOpenApi();
    const parametersOf = (path: string): readonly Parameter[] =>
      (paths[`/v1/owner${path}`] as { get: { parameters: Parameter[] } }).get.parameters;
    const needed = (path: string): readonly string[] =>
      parametersOf(path)
        .filter(({ required }) => required)
        .map(({ name }) => name);
    assert.deepEqual(needed('/codes'), ['company']);
    assert.deepEqual(needed('/leads/news'), ['since']);
    assert.deepEqual(needed('/leads'), []);
    const by = (name: string): unknown =>
      parametersOf('/leads').find((each) => each.name === name)?.schema;
    assert.partialDeepStrictEqual(by('state'), { enum: [...leadStates] });
    const limit = parametersOf('/leads').find(({ name }) => name === 'limit');
    assert.partialDeepStrictEqual(limit?.schema, { type: 'integer', maximum: 100 });
  });

  it('says which files are uploaded and downloaded', () => {
    const { paths } = ownerOpenApi();
    const file = { 'text/csv': { schema: { type: 'string' } } };
    assert.partialDeepStrictEqual(paths['/v1/owner/codes/import'], {
      post: { requestBody: { required: true, content: file } },
    });
    for (const list of ['codes', 'leads', 'contacts']) {
      assert.partialDeepStrictEqual(paths[`/v1/owner/${list}/export`], {
        get: { responses: { 200: { content: { ...file, 'application/json': {} } } } },
      });
    }
  });

  it('names existing calls', async () => {
    const stage = await createOwnerStage();
    for (const name of Object.keys(ownerCalls)) {
      const [method = '', path = ''] = name.split(' ');
      const reply = await stage.call(method, path.replace(/\{\w+\}/, 'none'));
      // The reply to an unknown path has no detail.
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
