import { reservedNames } from '../../contract/extra.ts';
import { ProblemError } from '../problem-reply.ts';

const depthMax = 8;
const keysMax = 32;

/**
 * Parses a JSON object strictly. `JSON.parse` silently takes the last of two equal keys, so two
 * parsers of one body may see two leads (OWASP ASVS 5.0, 4.2.1). Throws `invalid-body`.
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

/** The text is valid JSON already, so only its strings and brackets matter. */
function checkKeys(text: string): void {
  const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;
  const open: (Set<string> | undefined)[] = [];
  for (const [token, colon] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') {
      open.push(token === '{' ? new Set() : undefined);
      if (open.length > depthMax) throw invalid(`Nest at most ${depthMax} levels deep.`);
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (colon !== undefined) {
      const keys = open.at(-1);
      const written = token.slice(0, token.length - colon.length);
      // Decoded, because "ph\u006fne" is the same key as "phone".
      const key = written.includes('\\') ? String(JSON.parse(written)) : written.slice(1, -1);
      if (!keys || keys.has(key)) throw invalid('Name each key once.');
      if (reservedNames.has(key)) throw invalid('Leave out reserved names.');
      keys.add(key);
      if (keys.size > keysMax) throw invalid(`Send at most ${keysMax} keys.`);
    }
  }
}

function invalid(detail: string): ProblemError {
  return new ProblemError('invalid-body', { detail });
}
