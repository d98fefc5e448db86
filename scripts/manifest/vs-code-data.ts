import type { Attribute, Described, ElementDeclaration } from './manifest.ts';

/** https://github.com/microsoft/vscode-custom-data: version 1.1, for `html.customData`. */
export function htmlData(elements: readonly ElementDeclaration[]): object {
  return {
    version: 1.1,
    tags: elements.map((element) => ({
      name: element.tagName,
      description: markdown(describe(element)),
      attributes: element.attributes.map(attributeData),
    })),
  };
}

/** The same for `css.customData`. */
export function cssData(elements: readonly ElementDeclaration[]): object {
  const all = (key: 'cssProperties' | 'cssParts' | 'cssStates'): readonly Described[] =>
    mergeByName(elements.flatMap((element) => element[key]));
  return {
    version: 1.1,
    properties: all('cssProperties').map(({ name, description, default: initial }) => ({
      name,
      description: initial === undefined ? description : `${description} Default: ${initial}.`,
    })),
    pseudoClasses: all('cssStates').map(({ name, description }) => ({
      name: `:state(${name})`,
      description,
    })),
    pseudoElements: all('cssParts').map(({ name, description }) => ({
      name: `::part(${name})`,
      description,
    })),
  };
}

/** Parts with the same name have a different meaning in each element. */
function mergeByName(entries: readonly Described[]): readonly Described[] {
  return [...Map.groupBy(entries, ({ name }) => name)].map(([name, found]) => {
    const description = [...new Set(found.map((one) => one.description))].join(' ');
    const initial = found.find((one) => one.default !== undefined)?.default;
    return { name, description, default: initial };
  });
}

function attributeData({ name, description, type }: Attribute): object {
  // `v` is an attribute without a value.
  return { name, description, ...(type?.text === 'boolean' && { valueSet: 'v' }) };
}

/** An editor shows only the tag's description, so it includes events and slots. */
function describe({ description, events, slots }: ElementDeclaration): string {
  return [
    description,
    list('Events', events),
    list(
      'Slots',
      slots.map((slot) => ({ ...slot, name: slot.name === '' ? '(default)' : slot.name })),
    ),
  ].join('\n\n');
}

function list(title: string, entries: readonly Described[]): string {
  const lines = entries.map(({ name, description }) => `- \`${name}\`: ${description}`);
  return [`**${title}**`, '', ...lines].join('\n');
}

function markdown(value: string): object {
  return { kind: 'markdown', value };
}
