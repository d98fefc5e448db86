import { ownerCalls } from './openapi.ts';

const calls = Object.keys(ownerCalls).map((name) => {
  const [method = '', path = ''] = name.split(' ');
  return { method, parts: `/v1/owner${path}`.split('/') };
});

/** The methods of a path of the owner's API, for `Allow`; undefined if there is no such path. */
export function allowedMethods(pathname: string): string | undefined {
  const asked = pathname.split('/');
  const all = new Set<string>();
  for (const { method, parts } of calls) {
    const fits = parts.every((part, i) => part === asked[i] || (part.startsWith('{') && asked[i]));
    if (!fits || parts.length !== asked.length) continue;
    all.add(method);
    if (method === 'GET') all.add('HEAD');
  }
  return all.size === 0 ? undefined : [...all].join(', ');
}
