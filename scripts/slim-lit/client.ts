import type { Cut } from './cut.ts';

/** Options that no element passes to its client: it has an endpoint, and the page's `fetch`. */
export const optionCuts: readonly Cut[] = [
  [/\(options\.fetch \?\? globalThis\.fetch\)/, 'globalThis.fetch'],
  [/const \{ timeoutMs = timeoutDefaultMs \} = options;/, 'const timeoutMs = timeoutDefaultMs;'],
  [/options\.wait \?\? wait/, 'wait'],
  // A server has no such script.
  [/globalThis\.Text \? (new Text\(\)\.baseURI) : undefined/, '$1'],
];

/** No script-tag file exports the class, and inside one, errors are recognised by name. */
export const errorCuts: readonly Cut[] = [
  [/static override \[Symbol\.hasInstance\][^]*?\n {2}\}/, ''],
];

/** Field errors of a lead, for scripts without a lead form. */
export const fieldErrorCuts: Readonly<Record<string, readonly Cut[]>> = {
  'client/exchange.ts': [[/errors: readFieldErrors\(problem\),/, '']],
  'client/error.ts': [...errorCuts, [/this\.errors = options\.errors \?\? \[\];/, '']],
};
