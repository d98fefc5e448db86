import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { validateCem } from '@wc-toolkit/cem-validator';
import type { LitElement } from 'lit';
import { type Described, elementsOf, type Manifest } from '../../scripts/manifest/manifest.ts';
import type { LeadFormStatus, PromoCodeStatus } from '../../src/elements/index.ts';

const manifest = readJson('dist/custom-elements.json') as Manifest;
const elements = elementsOf(manifest);
const states: Readonly<Record<string, object>> = {
  'lead-form': {
    editing: true,
    submitting: true,
    failed: true,
    queued: true,
    accepted: true,
  } satisfies Record<LeadFormStatus, true>,
  'promo-code-input': {
    empty: true,
    typed: true,
    checking: true,
    valid: true,
    invalid: true,
    unchecked: true,
    redeemed: true,
    error: true,
  } satisfies Record<PromoCodeStatus, true>,
};
const built = (await import(`${process.cwd()}/dist/elements/index.js`)) as Readonly<
  Record<string, typeof LitElement>
>;

describe('custom-elements.json', () => {
  it('passes the validator without warnings', async () => {
    const packageJson = { packageType: 'error', exports: 'error' } as const;
    const paths = { modulePath: 'error', definitionPath: 'error' } as const;
    await validateCem(manifest, {
      rules: { packageJson, manifest: { ...paths, schemaVersion: 'error' } },
    });
  });

  it('names existing modules and their exports', async () => {
    for (const { path, exports } of manifest.modules) {
      const declared = readFileSync(path.replace(/js$/, 'd.ts'), 'utf8');
      const missing = exports.filter(
        ({ kind, name }) => kind === 'js' && !new RegExp(`\\b${name}\\b`).test(declared),
      );
      assert.deepEqual(missing, []);
    }
  });

  it('describes everything, with its type', () => {
    const described = manifest.modules
      .flatMap(({ declarations }) => declarations)
      .flatMap(({ members = [], attributes = [], events = [], ...css }) => {
        const { slots = [], cssParts = [], cssProperties = [], cssStates = [] } = css;
        const named = [...slots, ...cssParts, ...cssProperties, ...cssStates];
        const typed = [...members.filter(({ kind }) => kind === 'field'), ...attributes, ...events];
        const untyped = typed.filter(({ type }) => !type);
        return [...untyped, ...named, ...members, ...events, ...attributes].filter(
          (one) => !one.description || untyped.includes(one),
        );
      });
    assert.deepEqual(described, []);
  });

  for (const { name, tagName, attributes, members, events, ...css } of elements) {
    const element = built[name] as typeof LitElement;
    const sources = globSync(`src/elements/${tagName}/*.ts`).map((path) =>
      readFileSync(path, 'utf8'),
    );

    describe(`of <${tagName}>`, () => {
      it('lists the attributes that it observes', () => {
        // Members of every element, or of Lit.
        const others = new Set([
          'aria-label',
          'aria-labelledby',
          'aria-describedby',
          'defer-hydration',
        ]);
        assert.deepEqual(
          namesOf(attributes),
          element.observedAttributes.filter((attribute) => !others.has(attribute)).toSorted(),
        );
      });

      it('lists existing members, and all properties that a page can set', () => {
        const absent = members.filter((member) => {
          const holder: object = member.static === true ? element : element.prototype;
          return !(member.name in holder);
        });
        assert.deepEqual(absent, []);
        const properties = [...element.elementProperties.keys()].map(String);
        const listed = new Set(namesOf(members));
        assert.deepEqual(
          properties.filter((property) => !listed.has(property)),
          [],
        );
      });

      it('lists the events of its classes by their names', () => {
        const own = events.filter((event) => event.name.includes('-'));
        const types = own.map(({ type }) => {
          const Event = built[String(type?.text)] as unknown as new () => Event;
          return new Event().type;
        });
        assert.deepEqual(
          types,
          own.map((event) => event.name),
        );
        const classes = sources.join('').match(/extends NativeEvent/g);
        assert.equal(classes?.length, own.length);
      });

      it('lists the states that it can be in', () => {
        assert.deepEqual(namesOf(css.cssStates), Object.keys(states[tagName] ?? {}).toSorted());
      });

      it('lists the parts, slots and custom properties that its sources have', () => {
        const found = (pattern: RegExp, texts = sources): readonly string[] => {
          const names = texts.flatMap((text) =>
            [...text.matchAll(pattern)].map(([, one]) => String(one)),
          );
          return [...new Set(names)].toSorted();
        };
        const passedOn = found(/\bexportparts="([\w, -]+)"/g).flatMap((list) => list.split(', '));
        const parts = new Set([...found(/\bpart="([\w-]+)"/g), ...passedOn]);
        assert.deepEqual(namesOf(css.cssParts), [...parts].toSorted());
        const slots = namesOf(css.slots).filter((slot) => slot !== '');
        assert.deepEqual(slots, found(/<slot name="([\w-]+)"/g));
        const shared = readFileSync('src/elements/shared/styles.ts', 'utf8');
        const used = found(/var\((--promo-lead-[\w-]+)/g, [...sources, shared]);
        assert.deepEqual(
          namesOf(css.cssProperties).filter((property) => !used.includes(property)),
          [],
        );
      });
    });
  }
});

describe('what is generated from the manifest', () => {
  const attributes = elements.map((element) => [element.tagName, namesOf(element.attributes)]);

  it('gives VS Code all tags and attributes', () => {
    interface Data {
      readonly tags: readonly (Described & { readonly attributes: readonly Described[] })[];
    }
    const { tags } = readJson('dist/vscode.html-custom-data.json') as Data;
    assert.deepEqual(
      tags.map((tag) => [tag.name, namesOf(tag.attributes)]),
      attributes,
    );
  });

  it('gives JetBrains the same', () => {
    interface Element extends Described {
      readonly attributes: readonly Described[];
    }
    interface Data {
      readonly contributions: { readonly html: { readonly elements: readonly Element[] } };
    }
    const { html } = (readJson('dist/web-types.json') as Data).contributions;
    assert.deepEqual(
      html.elements.map((tag) => [tag.name, namesOf(tag.attributes)]),
      attributes,
    );
  });

  it('gives VS Code each part, state and custom property', () => {
    const text = readFileSync('dist/vscode.css-custom-data.json', 'utf8');
    const written = elements.flatMap((element) => [
      ...namesOf(element.cssProperties),
      ...namesOf(element.cssParts).map((part) => `::part(${part})`),
      ...namesOf(element.cssStates).map((state) => `:state(${state})`),
    ]);
    assert.deepEqual(
      written.filter((name) => !text.includes(`"name": "${name}"`)),
      [],
    );
  });

  for (const path of globSync('dist/types/*.d.ts')) {
    it(`documents each attribute and event in ${path}`, () => {
      const text = readFileSync(path, 'utf8').replaceAll(/\n +\*(?: |$)/gm, '\n');
      const missing = elements
        .flatMap((element) => [element.attributes, element.events, element])
        .flat()
        .filter(({ description = '' }) => !text.includes(description));
      assert.deepEqual(missing, []);
    });
  }
});

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function namesOf(entries: readonly Described[]): readonly string[] {
  return entries.map(({ name }) => name).toSorted();
}
