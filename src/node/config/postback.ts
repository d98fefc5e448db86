import * as z from 'zod/mini';
import {
  postbackMacros,
  type PostbackStatuses,
  readPostbackTemplate,
  type TemplateFault,
} from '../../proxy/index.ts';
import { Secret } from '../secrets/secret.ts';
import type { ConfigProblem } from './config-error.ts';
import { missingSetting, type RawConfig } from './sources.ts';
import { hintAt, suggest } from './suggest.ts';
import { line, reads, Refusal, textSchema, wrongPlace } from './values.ts';

/** Where the outcomes of leads are reported to an affiliate's tracker. */
export interface PostbackConfig {
  /** A template: it may hold the tracker's key. */
  readonly url: Secret;
  readonly statuses: PostbackStatuses;
}

export interface PostbackInput {
  readonly url?: Secret | undefined;
  readonly statuses?: PostbackStatuses | undefined;
}

const names = postbackMacros.map((name) => `{${name}}`).join(', ');
const faults: Readonly<Record<Exclude<TemplateFault['fault'], 'unknown_macro'>, string>> = {
  not_http: 'must be a URL such as https://tracker.example/postback?subid={click_id}.',
  credentials: 'must hold no user name or password.',
  fragment: 'must hold no "#": what follows it is never sent.',
  host: 'must have no macro before its path: the host is always the same.',
  brace: `must have braces only around the name of a macro: ${names}.`,
  no_macro: `must name at least one macro, or the tracker learns nothing: ${names}.`,
};

/** What trackers call the click id in their own URLs. */
const clickIds: ReadonlySet<string> = new Set(['subid', 'sub_id', 'cnv_id', 'externalid', 'cid']);

/** Messages quote nothing of the text: a piece of it may be the tracker's key. */
const template: z.ZodMiniType<Secret> = reads(textSchema('must be a URL'), (value) => {
  const read = readPostbackTemplate(value);
  if ('origin' in read) return wrongPlace(new URL(read.origin)) ?? new Secret(value);
  if (read.fault !== 'unknown_macro') return new Refusal(faults[read.fault]);
  const isName = /^\w{1,30}$/.test(read.name);
  const isClickId = clickIds.has(read.name.toLowerCase());
  const suggested = isName ? suggest(read.name, postbackMacros) : undefined;
  const meant = isClickId ? 'click_id' : suggested;
  const name = isName ? `{${read.name}}` : 'that it has';
  const hint = hintAt(meant && `{${meant}}`);
  return new Refusal(`must not have the macro ${name}.${hint} There are: ${names}.`);
});

const word = z.optional(line(64));
export const postback: z.ZodMiniType<PostbackInput> = z.strictObject(
  {
    url: z.optional(template),
    statuses: z.optional(
      z.strictObject(
        { delivered: word, duplicate: word, rejected: word },
        'must be { "delivered", "duplicate", "rejected" }',
      ),
    ),
  },
  'must be { "url", "statuses" }',
);

const defaultStatuses: PostbackStatuses = { delivered: 'lead' };

export function postbackConfig(input: PostbackInput = {}): PostbackConfig | undefined {
  const { url, statuses = defaultStatuses } = input;
  return url && { url, statuses };
}

/** What is wrong with the combination of the two. */
export function postbackProblems(raw: RawConfig): readonly ConfigProblem[] {
  const url = raw.value('postback.url');
  const given = raw.value('postback.statuses') ?? defaultStatuses;
  const told = typeof given === 'object' ? Object.keys(given) : [];
  if (url === undefined) {
    return raw.has('postback.statuses')
      ? [missingSetting('postback.url', 'is missing. Nobody is told without it.')]
      : [];
  }
  const statuses = raw.origin('postback.statuses');
  if (typeof given === 'object' && told.length === 0) {
    return [{ ...statuses, text: 'must name at least one end that is told, or be left out.' }];
  }
  const read = typeof url === 'string' ? readPostbackTemplate(url) : undefined;
  const isAllTheSame = read && 'origin' in read && !read.has('status');
  if (!isAllTheSame || told.every((state) => state === 'delivered')) return [];
  const text =
    'names ends that are no success, and the URL has no {status}: ' +
    'the tracker would count each of them as a conversion. Add {status} to the URL.';
  return [{ ...statuses, text }];
}
