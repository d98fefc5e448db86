/** How a body is compressed; `identity` is not at all. */
export type Coding = 'br' | 'gzip' | 'identity';

/** Ten times what browsers send; a longer one is not read. */
const acceptedLengthMax = 1000;

/**
 * The coding to reply in, by the client's `Accept-Encoding` (RFC 9110, 12.5.3): the first of ours
 * that it accepts, unless it says that it would rather have another. Who accepts nothing at all,
 * not even `identity`, gets that: a file is worth more than a refusal.
 */
export function chooseCoding(accepted: string | null, codings: readonly Coding[]): Coding {
  const named = accepted === null || accepted.length > acceptedLengthMax ? '' : accepted;
  const weights = new Map(named.toLowerCase().split(',').map(readWeight));
  const weightOf = (coding: Coding): number => {
    // What is not named is not wanted, but for `identity`, which always will do.
    const unnamed = coding === 'identity' ? Number.MIN_VALUE : 0;
    return weights.get(coding) ?? weights.get('*') ?? unnamed;
  };
  const [best = 'identity'] = codings.toSorted((one, other) => weightOf(other) - weightOf(one));
  return weightOf(best) > 0 ? best : 'identity';
}

/** `gzip;q=0.5`; a weight that is none counts as 0. */
function readWeight(text: string): [coding: string, weight: number] {
  const [coding = '', ...parameters] = text.split(';').map((part) => part.trim());
  const [, weight = '1'] = parameters.map((part) => /^q=(.*)$/.exec(part)).find(Boolean) ?? [];
  return [coding, /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0];
}
