/** Figures side by side, each a bar with its value. */
export interface Bars {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly {
    readonly name: string;
    readonly value: number;
    /** Whether it is ours, which stands out. */
    readonly isOurs: boolean;
  }[];
}

const [width, labels, row] = [640, 200, 22];
const [ours, theirs] = ['#0072b2', '#b9b9b9'];

/** A picture for light and dark pages alike, the smallest figure first. */
export function drawBars({ title, unit, bars }: Bars): string {
  const longest = Math.max(...bars.map(({ value }) => value), Number.EPSILON);
  // Leaves room for the value after the longest bar.
  const scale = (width - labels - 72) / longest;
  const height = 40 + bars.length * row + 8;
  const sorted = bars.toSorted((one, other) => one.value - other.value);
  const rows = sorted.flatMap(({ name, value, isOurs }, index) => {
    const y = 40 + index * row;
    const length = Math.max(1, Math.round(value * scale));
    const weight = isOurs ? ' font-weight="bold"' : '';
    return [
      `<text x="${labels - 8}" y="${y + 14}" text-anchor="end"${weight}>${escape(name)}</text>`,
      `<rect x="${labels}" y="${y + 2}" width="${length}" height="${row - 6}" fill="${
        isOurs ? ours : theirs
      }"/>`,
      `<text x="${labels + length + 6}" y="${y + 14}"${weight}>${short(value)}</text>`,
    ];
  });
  const head = `<text x="${width / 2}" y="22" text-anchor="middle" font-weight="bold">${escape(
    `${title}, ${unit}`,
  )}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"
  font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>
${[head, ...rows].join('\n')}\n</svg>\n`;
}

function short(value: number): string {
  return value < 10 ? value.toPrecision(2) : Math.round(value).toLocaleString('en');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
