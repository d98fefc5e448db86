import { defaultSlugs } from '../config/products.ts';
import { ConfigInput } from '../config/schema.ts';
import { settings } from '../config/settings.ts';
import { type Environment, writeSetting } from '../config/sources.ts';

/** A setting that `init` asks for. */
export interface SetUpQuestion {
  /** In the configuration file. */
  readonly key: string;
  /**
   * For use without a terminal; a secret has a variable instead, which no list of processes shows.
   */
  readonly flag?: string;
  readonly text: string;
  readonly fallback?: string;
  readonly isSecret?: boolean;
  readonly isRequired?: boolean;
  /** Asked only if that setting was given. */
  readonly after?: string;
  /** Asked only if pages reach the server through something else. */
  readonly isOfReverseProxy?: boolean;
  /** Whether "none" is an answer: then the setting is left out. */
  readonly mayBeNone?: boolean;
}

export const setUpQuestions: readonly SetUpQuestion[] = [
  {
    key: 'origins',
    flag: '--origins <list>',
    text: 'Origins of your pages, between commas (none: its own alone)',
    mayBeNone: true,
  },
  {
    key: 'trustedProxies',
    flag: '--trusted-proxies <list>',
    text: 'Network of your reverse proxy (none: there is no proxy)',
    fallback: '127.0.0.1/32',
    isOfReverseProxy: true,
    mayBeNone: true,
  },
  {
    key: 'products',
    flag: '--products <list>',
    text: 'Products, as slugs between commas',
    fallback: defaultSlugs,
  },
  {
    key: 'promoholder.url',
    flag: '--promoholder-url <url>',
    text: 'promoholder, such as https://promoholder.tech (none: the embedded backend)',
    mayBeNone: true,
  },
  {
    key: 'promoholder.token',
    text: 'Its API token (not shown)',
    isSecret: true,
    isRequired: true,
    after: 'promoholder.url',
  },
  {
    key: 'promoholder.company',
    flag: '--promoholder-company <id>',
    text: 'ID of your company there',
    isRequired: true,
    after: 'promoholder.url',
  },
  {
    key: 'promosSeru.url',
    flag: '--promos-seru-url <url>',
    text: 'promos-seru, such as https://promos-seru.com (none: the embedded backend)',
    mayBeNone: true,
  },
  {
    key: 'promosSeru.name',
    flag: '--promos-seru-name <name>',
    text: 'Your name there',
    isRequired: true,
    after: 'promosSeru.url',
  },
  {
    key: 'promosSeru.secretKey',
    text: 'Its secret key (not shown)',
    isSecret: true,
    isRequired: true,
    after: 'promosSeru.url',
  },
];

/** What is wrong with the value of a setting, in the configuration's own words. */
export function refusalOf(key: string, value: string): string | undefined {
  const input = {};
  writeSetting(input, key, value);
  const { success, error } = ConfigInput.safeParse(input);
  return success ? undefined : (error.issues[0]?.message ?? 'cannot be used.');
}

/** Whether a variable already sets it: then the file need not have it. */
export function isInEnvironment(key: string, env: Environment): boolean {
  const variable = settings.find((setting) => setting.key === key)?.variable;
  return variable !== undefined && (env[variable] ?? '') !== '';
}
