/** Points on two logarithmic axes: a straight line is a power law, its slope the exponent. */
export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly {
    readonly name: string;
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
}

const [width, height, margin] = [640, 360, 64];
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9'];

type Points = readonly (readonly [x: number, y: number])[];

/** The slope of the line through the logarithms: 0 is no growth, 1 is proportional. */
export function exponentOf(points: Points): number {
  return slopeOf(points.map(([x, y]) => [Math.log(x), Math.log(y)] as const));
}

/** The slope of the line through the points, by least squares. */
export function slopeOf(points: Points): number {
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const above = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return above / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A picture for light and dark pages alike. */
export function drawPlot({ title, x, y, lines }: Plot): string {
  const all = lines.flatMap(({ points }) => drawable(points));
  const [atX, ticksX] = axis(
    all.map(([value]) => value),
    margin,
    width - 16,
  );
  const [atY, ticksY] = axis(
    all.map(([, value]) => value),
    height - margin,
    40,
  );
  const shapes = lines.flatMap(({ name, points }, index) => {
    const colour = colours[index % colours.length] ?? '';
    const places = drawable(points).map(([px, py]) => `${round(atX(px))},${round(atY(py))}`);
    const slope = exponentOf(drawable(points)).toFixed(2);
    return [
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${places.join(' ')}"/>`,
      ...places.map((place) => {
        const [cx, cy] = place.split(',');
        return `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`;
      }),
      text(margin + 8, 56 + index * 16, `${name}: exponent ${slope}`, `fill="${colour}"`),
    ];
  });
  const grid = [
    ...ticksX.flatMap((tick) => [
      `<path d="M${round(atX(tick))} 40V${height - margin}" stroke="#8884"/>`,
      text(atX(tick), height - margin + 18, short(tick), 'text-anchor="middle"'),
    ]),
    ...ticksY.flatMap((tick) => [
      `<path d="M${margin} ${round(atY(tick))}H${width - 16}" stroke="#8884"/>`,
      text(margin - 6, atY(tick) + 4, short(tick), 'text-anchor="end"'),
    ]),
  ];
  const labels = [
    text(width / 2, 22, title, 'text-anchor="middle" font-weight="bold"'),
    text(width / 2, height - 12, x, 'text-anchor="middle"'),
    text(8, 34, y),
  ];
  const parts = [...grid, ...shapes, ...labels].join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"
  font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>
${parts}\n</svg>\n`;
}

/** Drops points at zero, which have no logarithm. */
function drawable(points: Points): Points {
  return points.filter((point) => point.every((value) => value > 0));
}

/** Maps values to pixels, with a tick at each power of ten. */
function axis(
  values: readonly number[],
  from: number,
  to: number,
): readonly [place: (value: number) => number, ticks: readonly number[]] {
  const [least, most] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [1, 1];
  const low = Math.floor(Math.log10(least));
  const high = Math.max(low + 1, Math.ceil(Math.log10(most)));
  const place = (value: number): number =>
    from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  return [place, ticks];
}

function text(x: number, y: number, content: string, attributes = ''): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escaped}</text>`;
}

function short(value: number): string {
  return value >= 1e6 ? `${value / 1e6}M` : value >= 1e3 ? `${value / 1e3}k` : String(value);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
