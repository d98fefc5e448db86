import type { Cut } from './cut.ts';

/** What no element ever gives its client: it has an endpoint, and the page's own `fetch`. */
export const optionCuts: readonly Cut[] = [
  [/\(options\.fetch \?\? globalThis\.fetch\)/, 'globalThis.fetch'],
  [/const \{ timeoutMs = timeoutDefaultMs \} = options;/, 'const timeoutMs = timeoutDefaultMs;'],
  [/options\.wait \?\? wait/, 'wait'],
  // A server has no such script.
  [/globalThis\.Text \? (new Text\(\)\.baseURI) : undefined/, '$1'],
];

/** No script-tag file exports the class, and within one errors are told by their name. */
export const errorCuts: readonly Cut[] = [
  [/static override \[Symbol\.hasInstance\][^]*?\n {2}\}/, ''],
];

/** Which fields of a lead are wrong, where there is no lead. */
export const fieldErrorCuts: Readonly<Record<string, readonly Cut[]>> = {
  'client/exchange.ts': [[/errors: readFieldErrors\(problem\),/, '']],
  'client/error.ts': [...errorCuts, [/this\.errors = options\.errors \?\? \[\];/, '']],
};
