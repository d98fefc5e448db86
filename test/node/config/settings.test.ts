import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { describe, it } from 'node:test';
import * as z from 'zod/mini';
import { ConfigInput } from '../../../src/node/config/schema.ts';
import { settings } from '../../../src/node/config/settings.ts';
import { load } from './loading.ts';

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

  it('documents the actual defaults', () => {
    const config = load({});
    const held: Readonly<Record<string, unknown>> = {
      port: config.port,
      host: config.host,
      data: `./${relative('.', config.dataFolder)}`,
      products: config.products.map(({ slug }) => slug).join(', '),
      limits: config.limits ? 'on' : 'off',
      quietMs: config.quietMs,
      'promo.reasons': config.promoReasons,
      'leads.reply': config.leadsReply,
      'leads.defaultClickId': config.defaultClickId,
      'spam.quarantine': config.spam.isQuarantining ? 'on' : 'off',
      'spam.score': config.spam.quarantineScore,
      'spam.hurryMs': config.spam.hurryMs,
      'promosSeru.secretKey': config.promosSeru.secretKey.reveal(),
    };
    const said = settings.filter(({ key }) => key in held).map((one) => [one.key, one.default]);
    const wanted = Object.entries(held).map(([key, value]) => [key, String(value)]);
    assert.deepEqual(Object.fromEntries(said), Object.fromEntries(wanted));
  });
});
