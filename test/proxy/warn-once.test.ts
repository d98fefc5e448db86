import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { WarnOnce } from '../../src/proxy/warn-once.ts';

describe('WarnOnce', () => {
  let warned: string[] = [];
  let warnings: WarnOnce;

  beforeEach(() => {
    warned = [];
    const warn = (event: string, fields: object = {}): void => {
      warned.push(`${event} ${JSON.stringify(fields)}`);
    };
    warnings = new WarnOnce({ info: () => {}, error: () => {}, warn });
  });

  it('warns of each key once', () => {
    for (const key of ['a', 'b', 'a']) warnings.warn('event', { first: warned.length }, key);
    assert.deepEqual(warned, ['event {"first":0}', 'event {"first":1}']);
  });

  it('warns of a few keys of one event, and still of another', () => {
    for (let i = 0; i < 50; i += 1) warnings.warn('event', {}, `key ${i}`);
    assert.equal(warned.length, 20);
    warnings.warn('another event', {});
    assert.equal(warned.at(-1), 'another event {}');
  });
});
