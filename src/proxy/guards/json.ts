import { reservedNames } from '../../contract/extra.ts';
import { walkKeys } from '../../contract/json-keys.ts';
import { ProblemError } from '../problem-reply.ts';

const depthMax = 8;
const keysMax = 32;

/**
 * Parses a JSON object strictly: of two equal keys, two parsers of one body may take different
 * ones, and see two leads (OWASP ASVS 5.0, 4.2.1). Throws `invalid-body`.
 */
export function parseJsonObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('Send valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('Send a JSON object.');
  }
  checkKeys(text);
  return value;
}

function checkKeys(text: string): void {
  walkKeys(text, {
    onOpen: (depth) => {
      if (depth > depthMax) throw invalid(`Nest at most ${depthMax} levels deep.`);
    },
    onKey: (key, earlier) => {
      if (earlier.has(key)) throw invalid('Name each key once.');
      if (reservedNames.has(key)) throw invalid('Leave out reserved names.');
      if (earlier.size === keysMax) throw invalid(`Send at most ${keysMax} keys.`);
    },
  });
}

function invalid(detail: string): ProblemError {
  return new ProblemError('invalid-body', { detail });
}
