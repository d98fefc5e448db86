/** How a body is compressed; `identity` means not at all. */
export type Coding = 'br' | 'gzip' | 'identity';

/** Ten times what browsers send; a longer header is not read. */
const acceptedLengthMax = 1000;

/**
 * The coding to reply in, by the client's `Accept-Encoding` (RFC 9110, 12.5.3): the first of ours
 * that it accepts, unless it prefers another. A client that accepts nothing at all still gets
 * `identity`: a file is worth more than a refusal.
 */
export function chooseCoding(accepted: string | null, codings: readonly Coding[]): Coding {
  const named = accepted === null || accepted.length > acceptedLengthMax ? '' : accepted;
  const weights = new Map(named.toLowerCase().split(',').map(readWeight));
  const weightOf = (coding: Coding): number => {
    // A coding that is not named is not wanted, except `identity`, which always is.
    const unnamed = coding === 'identity' ? Number.MIN_VALUE : 0;
    return weights.get(coding) ?? weights.get('*') ?? unnamed;
  };
  const [best = 'identity'] = codings.toSorted((one, other) => weightOf(other) - weightOf(one));
  return weightOf(best) > 0 ? best : 'identity';
}

/** `gzip;q=0.5`; a weight that is not a number counts as 0. */
function readWeight(text: string): [coding: string, weight: number] {
  const [coding = '', ...parameters] = text.split(';').map((part) => part.trim());
  const [, weight = '1'] = parameters.map((part) => /^q=(.*)$/.exec(part)).find(Boolean) ?? [];
  return [coding, /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0];
}
