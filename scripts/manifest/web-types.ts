import { type Described, type ElementDeclaration, settable } from './manifest.ts';

/** https://github.com/JetBrains/web-types: the file that `web-types` in package.json names. */
export function webTypes(
  elements: readonly ElementDeclaration[],
  { name, version }: { readonly name: string; readonly version: string },
): object {
  return {
    $schema: 'https://json.schemastore.org/web-types',
    name,
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: elements.map((element) => ({
          name: element.tagName,
          description: element.description,
          attributes: element.attributes.map((attribute) =>
            entry(attribute, { value: valueOf(attribute) }),
          ),
          slots: element.slots.map((slot) => entry(slot)),
          js: {
            properties: settable(element).map((property) => entry(property, typeOf(property))),
            events: element.events.map((event) => entry(event, typeOf(event))),
          },
          css: {
            properties: element.cssProperties.map((property) => entry(property)),
            parts: element.cssParts.map((part) => entry(part)),
            'pseudo-classes': element.cssStates.map(({ name: state, description }) => ({
              name: `state(${state})`,
              description,
            })),
          },
        })),
      },
    },
  };
}

function entry({ name, description, default: initial }: Described, more: object = {}): object {
  return { name, description, ...(initial !== undefined && { default: initial }), ...more };
}

function typeOf({ type }: Described): object {
  return { type: type?.text };
}

function valueOf(attribute: Described): object {
  return attribute.type?.text === 'boolean' ? { kind: 'no-value' } : typeOf(attribute);
}
