import type { Choices } from './choices.ts';

/** The default look of an element. */
const initial = { accent: '#2f5bea', radius: '10', density: 'regular' };

const densities: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  compact: {
    '--promo-lead-field-height': '44px',
    '--promo-lead-field-padding': '0.7em',
    '--promo-lead-gap': '0.35em 0.75em',
  },
  roomy: {
    '--promo-lead-field-height': '56px',
    '--promo-lead-field-padding': '1.2em',
    '--promo-lead-gap': '0.9em 1.25em',
  },
};

/** Custom properties by name, without those that are unchanged. */
export function themeOf(choices: Choices): ReadonlyMap<string, string> {
  const accent = choices.get('accent') ?? initial.accent;
  const radius = choices.get('radius') ?? initial.radius;
  const colours = {
    '--promo-lead-accent-color': accent,
    '--promo-lead-accent-text-color': textOn(accent),
  };
  return new Map(
    Object.entries({
      ...(accent !== initial.accent && colours),
      ...(radius !== initial.radius && { '--promo-lead-radius': `${radius}px` }),
      ...densities[choices.get('density') ?? initial.density],
    }),
  );
}

export function writeTheme(tag: string, theme: ReadonlyMap<string, string>): string {
  const lines = Array.from(theme, ([name, value]) => `  ${name}: ${value};`);
  return lines.length === 0 ? '' : [`${tag} {`, ...lines, '}'].join('\n');
}

/** White or black, whichever is easier to read on a colour. */
function textOn(colour: string): string {
  return contrast(colour, '#ffffff') >= contrast(colour, '#000000') ? '#fff' : '#000';
}

/** The contrast ratio, from 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
