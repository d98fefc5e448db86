import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { LongJson } from '../../src/upstream/long-json.ts';

class Collected {
  readonly entries: unknown[] = [];

  add(entry: unknown): void {
    this.entries.push(entry);
  }
}

/** The rest, and what was in the containers; undefined if it is not JSON. */
function read(
  pieces: readonly string[],
  depth: number,
): { readonly rest: unknown; readonly containers: readonly (readonly unknown[])[] } | undefined {
  const containers: Collected[] = [];
  const long = new LongJson(depth, () => {
    const container = new Collected();
    containers.push(container);
    return container;
  });
  try {
    for (const piece of pieces) long.push(piece);
    return { rest: long.end(), containers: containers.map(({ entries }) => entries) };
  } catch (error) {
    assert(error instanceof SyntaxError, String(error));
    return undefined;
  }
}

/** The same from JSON that was parsed as a whole. */
function takeApart(value: unknown, depth: number): ReturnType<typeof read> {
  const containers: (readonly unknown[])[] = [];
  const isContainer = (part: unknown): part is object => typeof part === 'object' && part !== null;
  const restOf = (part: unknown, level: number): unknown => {
    if (!isContainer(part)) return part;
    if (level === depth) {
      containers.push(Object.values(part).filter(isContainer));
      return [containers.length - 1];
    }
    if (Array.isArray(part)) return part.map((each) => restOf(each, level + 1));
    const entries = Object.entries(part).map(([key, each]) => [key, restOf(each, level + 1)]);
    return Object.fromEntries(entries);
  };
  return { rest: restOf(value, 1), containers };
}

function cut(text: string, places: readonly number[]): readonly string[] {
  const at = places.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b);
  return [0, ...at].map((from, index) => text.slice(from, at[index] ?? text.length));
}

const places = fc.array(fc.nat(), { maxLength: 20 });
const depth = fc.integer({ min: 1, max: 4 });
/** An object returns numeric keys in another order than they were added. */
const json = fc.jsonValue({ maxDepth: 6 }).filter((value) => !/"\d+":/.test(JSON.stringify(value)));
const written = fc.tuple(json, fc.constantFrom(undefined, '\t'));

describe('LongJson', () => {
  it('parses JSON as if it had all of it, wherever it is cut', () => {
    const property = fc.property(written, depth, places, ([value, space], level, at) => {
      const text = JSON.stringify(value, null, space);
      const expected = takeApart(JSON.parse(text) as unknown, level);
      assert.deepEqual(read(cut(text, at), level), expected);
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it('accepts exactly the JSON that JSON.parse() accepts', () => {
    const marks = fc.constantFrom(
      '',
      ',',
      ',,',
      '0',
      '[',
      ']',
      '{',
      '}',
      '"',
      '\\',
      ':',
      ' ',
      '\u00a0',
      '[0]',
    );
    const damage = fc.tuple(fc.nat(), fc.nat({ max: 3 }), marks);
    const property = fc.property(
      written,
      depth,
      places,
      damage,
      ([value, space], level, at, cuts) => {
        const whole = JSON.stringify(value, null, space);
        const [place, removed, mark] = cuts;
        const from = place % (whole.length + 1);
        const text = whole.slice(0, from) + mark + whole.slice(from + removed);
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        assert.equal(read(cut(text, at), level) !== undefined, isJson, text);
      },
    );
    fc.assert(property, { numRuns: 5000 });
  });

  it('keeps no more of a page that is not a list than of any other reply', () => {
    const long = new LongJson(3, () => new Collected());
    const pushAll = (): void => {
      for (let pieces = 0; pieces < 100; pieces += 1) long.push('<p>Not found</p>'.repeat(100));
    };
    assert.throws(pushAll, RangeError);
  });

  it('keeps of a long list no more than of a short one, however it is written', () => {
    const codes = Array.from({ length: 20_000 }, (_, id) => ({ id }));
    const long = 'a name as long as it may be '.repeat(10);
    const lists = [codes, Object.fromEntries(codes.map((code) => [`${long}"${code.id}`, code]))];
    for (const list of lists) {
      for (const space of [undefined, ' '.repeat(4), '\r\n\t']) {
        // More would be refused, and each entry would take longer the more came before it.
        const text = JSON.stringify({ msg: { 7: list } }, null, space);
        assert.deepEqual(read(text.match(/[^]{1,4096}/g) ?? [], 3)?.containers, [codes]);
      }
    }
  });

  it('returns the container of a value, and undefined for a value without one', () => {
    const long = new LongJson(2, () => new Collected());
    long.push('{"a":[{"x":1}],"b":1,"c":null,"d":"[0]"}');
    const rest = Object(long.end()) as Readonly<Record<string, unknown>>;
    assert.deepEqual(long.containerAt(rest['a'])?.entries, [{ x: 1 }]);
    for (const key of ['b', 'c', 'd', 'e']) assert.equal(long.containerAt(rest[key]), undefined);
  });
});
