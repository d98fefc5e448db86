import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as z from 'zod/mini';
import { ConfigInput } from '../../../src/node/config/schema.ts';
import { settings } from '../../../src/node/config/settings.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

function keysOf({ properties = {} }: Schema, parent = ''): string[] {
  return Object.entries(properties).flatMap(([name, schema]) =>
    schema.properties ? keysOf(schema, `${parent}${name}.`) : [`${parent}${name}`],
  );
}

describe('settings', () => {
  it('has a row for every key of the schema, and for no other', () => {
    const schema = z.toJSONSchema(ConfigInput, { io: 'input', unrepresentable: 'any' });
    assert.deepEqual(
      settings.map(({ key }) => key).toSorted(),
      keysOf(schema as Schema).toSorted(),
    );
  });
});
