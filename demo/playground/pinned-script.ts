import type { PinnedScript } from '../../src/contract/owner/snippet.ts';

/** Returns the permanent URL of a script of this server, or nothing if it has none. */
export type PinnedScripts = (file: string) => PinnedScript | undefined;

/** Asks the page's server for its scripts, once. */
export async function loadPinnedScripts(): Promise<PinnedScripts> {
  try {
    const reply = await fetch(new URL('widget/sri.json', location.href));
    // `0.1.0-Zk3PqA7x/sri.json`: the permanent name of this file.
    const [release = ''] = (reply.headers.get('content-location') ?? '').split('/');
    if (!reply.ok || release === '') return () => undefined;
    const digests = (await reply.json()) as Readonly<Record<string, string>>;
    return (file) => {
      const integrity = digests[file];
      return integrity === undefined
        ? undefined
        : { path: `/widget/${release}/${file}`, integrity };
    };
  } catch {
    // Then the snippet has the latest script, which needs no digest.
    return () => undefined;
  }
}
