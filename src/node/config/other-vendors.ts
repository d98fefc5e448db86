import { resolve } from 'node:path';
import type { Secret } from '../secrets/secret.ts';
import type { ConfigProblem } from './config-error.ts';
import type { ConfigInput } from './schema.ts';
import { missingSetting, type RawConfig } from './sources.ts';

/** What serves instead of the two vendors. Paths are absolute. */
export interface OtherVendors {
  readonly webhook: { readonly url: Secret; readonly secret: Secret } | undefined;
  /** A CSV or JSON file with promo codes. */
  readonly codeFile: string | undefined;
  /** Modules of the owner's own. */
  readonly contactsModule: string | undefined;
  readonly promoCodesModule: string | undefined;
}

export function otherVendors({ webhook = {}, codeFile, adapters = {} }: ConfigInput): OtherVendors {
  const { url, secret } = webhook;
  return {
    webhook: url && secret ? { url, secret } : undefined,
    codeFile: path(codeFile),
    contactsModule: path(adapters.contacts),
    promoCodesModule: path(adapters.promoCodes),
  };
}

function path(given: string | undefined): string | undefined {
  return given === undefined ? undefined : resolve(given);
}

/** Settings that exclude each other: one thing takes leads, and one has promo codes. */
const rivals = [
  ['promosSeru.url', 'webhook.url', 'adapters.contacts'],
  ['promoholder.url', 'codeFile', 'adapters.promoCodes'],
] as const;

export function vendorProblems(raw: RawConfig): readonly ConfigProblem[] {
  const problems = rivals.flatMap((keys) => {
    const [first, second] = keys.filter(raw.has);
    if (first === undefined || second === undefined) return [];
    const text = `cannot be combined with ${raw.origin(first).source}. Choose one of them.`;
    return [{ ...raw.origin(second), text }];
  });
  if (raw.has('webhook.url') && !raw.has('webhook.secret')) {
    problems.push(missingSetting('webhook.secret', 'is missing. A webhook is signed, always.'));
  }
  if (raw.has('webhook.secret') && !raw.has('webhook.url')) {
    problems.push(missingSetting('webhook.url', 'is missing. Leads go to no webhook without it.'));
  }
  const source = ['codeFile', 'adapters.promoCodes'].find(raw.has);
  if (source !== undefined && raw.has('retention.journal')) {
    const { source: name } = raw.origin(source);
    const text = `cannot be combined with ${name}: it counts uses in the journal. Leave it out.`;
    problems.push({ ...raw.origin('retention.journal'), text });
  }
  return problems;
}
