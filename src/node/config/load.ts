import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type * as z from 'zod/mini';
import { type BackendRetention, demoCompany } from '../../backend/index.ts';
import type { AuditRetention } from '../../owner/index.ts';
import { defaultSpamSettings, type Retention, type SpamSettings } from '../../proxy/index.ts';
import { isLoopback } from '../http/address.ts';
import type { EncryptionKey } from '../secrets/field-cipher.ts';
import { Secret } from '../secrets/secret.ts';
import { isOpenToOthers } from '../store/data-folder.ts';
import { codeOf } from '../system-error.ts';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { defaults } from './defaults.ts';
import { withPathsFrom } from './file-paths.ts';
import { type OtherVendors, otherVendors, vendorProblems } from './other-vendors.ts';
import { type PostbackConfig, postbackConfig, postbackProblems } from './postback.ts';
import { type CatalogueProduct, defaultProducts, demoProducts } from './products.ts';
import { type Providers, resolveProviders } from './providers.ts';
import { ConfigInput } from './schema.ts';
import { fileSetting, settings } from './settings.ts';
import {
  type ConfigFlags,
  type Environment,
  mergeSources,
  missingSetting,
  parseConfigFile,
  type RawConfig,
} from './sources.ts';
import type { StoreLocation } from './store-location.ts';
import { didYouMean } from './suggest.ts';
import { unknownVariables } from './unknown-variables.ts';

export interface LoadConfigOptions {
  /** `process.env`, or a part of it. */
  readonly env: Environment;
  /** A JSON file; without it the one that `PROMO_LEAD_CONFIG` names. */
  readonly file?: string | undefined;
  readonly flags?: ConfigFlags;
  /** Whether the demo pages and their seeds are wanted; only on loopback. */
  readonly demo?: boolean;
}

/** The whole configuration, checked, with defaults filled in and paths made absolute. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly demo: boolean;
  readonly dataFolder: string;
  readonly store: StoreLocation;
  /** Undefined: the server's own. */
  readonly origins: readonly string[] | undefined;
  readonly trustedProxies: readonly string[];
  readonly products: readonly CatalogueProduct[];
  /** Undefined: made once, kept in the data folder. */
  readonly secret: Secret | undefined;
  readonly adminToken: Secret | undefined;
  /** The first encrypts personal data; without any, it is not encrypted. */
  readonly encryptionKeys: readonly EncryptionKey[];
  /** The secret that phones in an encrypted store were looked up by before. */
  readonly previousSecret: Secret | undefined;
  readonly limits: boolean;
  readonly quietMs: number;
  readonly promoReasons: 'full' | 'coarse';
  readonly leadsReply: 'stored' | 'delivered';
  readonly defaultClickId: string;
  /** By promo code: for a lead that has the code but no click id. */
  readonly clickIds: ReadonlyMap<string, string>;
  readonly spam: SpamSettings;
  /** Days for which leads, contacts and the journal are kept; without a number, forever. */
  readonly retention: Retention & BackendRetention & AuditRetention;
  /** The company whose promo codes are looked up. */
  readonly company: string | undefined;
  /** Undefined: the embedded backend serves. */
  readonly promoholder: { readonly url: string; readonly token: Secret } | undefined;
  /** Without a URL the embedded backend serves. */
  readonly promosSeru: {
    readonly url: string | undefined;
    readonly name: string;
    readonly secretKey: Secret;
  };
  readonly others: OtherVendors;
  /** Who serves, by all of these settings. */
  readonly providers: Providers;
  /** Where the owner is alerted about what waits. */
  readonly alertUrl: Secret | undefined;
  /** Where the outcomes of leads are reported to an affiliate's tracker. */
  readonly postback: PostbackConfig | undefined;
  /** What is odd but not an error, in sentences for the owner. */
  readonly warnings: readonly string[];
}

/** Reads file, variables and flags. Throws one {@link ConfigError} with all that is wrong. */
export function loadConfig({
  env,
  file: given,
  flags = {},
  demo = false,
}: LoadConfigOptions): Config {
  const file = given ?? fileNamedIn(env);
  const from = given === undefined ? 'variable' : 'flag';
  const raw = mergeSources(file === undefined ? {} : readConfigFile(file, from), env, flags);
  const result = ConfigInput.safeParse(raw.input);
  const problems = [
    ...(result.success ? [] : result.error.issues.flatMap((issue) => toProblems(issue, raw))),
    ...missingParts(raw),
    ...vendorProblems(raw),
    ...postbackProblems(raw),
  ];
  if (demo && !isLoopback(hostOf(raw))) {
    problems.push(demoBeyondLoopback);
  }
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  const warnings = [...unknownVariables(env), ...oddities(raw, result.data, file)];
  return complete(result.data, { demo, warnings });
}

const demoBeyondLoopback: ConfigProblem = {
  source: '--demo',
  from: 'flag',
  text:
    'works only on loopback: its token and its codes are known to everybody. ' +
    'Listen on 127.0.0.1, or leave --demo out.',
};

function complete(
  input: ConfigInput,
  { demo, warnings }: Pick<Config, 'demo' | 'warnings'>,
): Config {
  const { promoholder = {}, promosSeru = {} } = input;
  const dataFolder = resolve(input.data ?? defaults.dataFolder);
  const isEmbedded = promoholder.url === undefined || promoholder.token === undefined;
  const isDemoShop = demo && promosSeru.url === undefined;
  const upstreams = {
    promoholder: isEmbedded ? undefined : { url: promoholder.url, token: promoholder.token },
    promosSeru: {
      url: promosSeru.url,
      name: promosSeru.name ?? 'promo-lead',
      secretKey: promosSeru.secretKey ?? new Secret(defaults.secretKey),
    },
    others: otherVendors(input),
    postback: postbackConfig(input.postback),
  };
  return {
    host: input.host ?? defaults.host,
    port: input.port ?? defaults.port,
    demo,
    dataFolder,
    store: input.store ?? { kind: 'sqlite', file: join(dataFolder, 'promo-lead.db') },
    origins: input.origins,
    trustedProxies: input.trustedProxies ?? [],
    products: input.products ?? [...defaultProducts, ...(isDemoShop ? demoProducts : [])],
    secret: input.secret,
    adminToken: input.adminToken,
    encryptionKeys: input.encryptionKeys ?? [],
    previousSecret: input.previousSecret,
    limits: input.limits ?? true,
    quietMs: input.quietMs ?? defaults.quietMs,
    promoReasons: input.promo?.reasons ?? 'full',
    leadsReply: input.leads?.reply ?? 'stored',
    defaultClickId: input.leads?.defaultClickId ?? defaults.clickId,
    clickIds: input.leads?.clickIds ?? new Map(),
    spam: spamSettings(input.spam),
    retention: input.retention ?? {},
    company: promoholder.company ?? (demo && isEmbedded ? demoCompany : undefined),
    ...upstreams,
    providers: resolveProviders(upstreams),
    alertUrl: input.alerts?.url,
    warnings,
  };
}

function spamSettings({ quarantine, score, hurryMs }: ConfigInput['spam'] = {}): SpamSettings {
  const { isQuarantining, quarantineScore } = defaultSpamSettings;
  return {
    isQuarantining: quarantine ?? isQuarantining,
    quarantineScore: score ?? quarantineScore,
    hurryMs: hurryMs ?? defaultSpamSettings.hurryMs,
  };
}

/** The configuration file that a variable names. An empty variable counts as not set. */
export function fileNamedIn(env: Environment): string | undefined {
  const file = env[fileSetting.variable];
  return file === '' ? undefined : file;
}

function readConfigFile(path: string, from: 'flag' | 'variable'): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const code = codeOf(cause) || 'unreadable';
    const problem = `cannot be read (${code}). Check the path and its permissions.`;
    const source = from === 'flag' ? path : `${fileSetting.variable} (${path})`;
    throw new ConfigError([{ source, from, text: problem }]);
  }
  return withPathsFrom(path, parseConfigFile(text, path));
}

function toProblems(issue: z.core.$ZodIssue, raw: RawConfig): ConfigProblem[] {
  const key = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') {
    return [{ ...raw.origin(key), text: sentence(issue.message) }];
  }
  return issue.keys.map((unknown) => {
    const path = key === '' ? unknown : `${key}.${unknown}`;
    const text = `is not a setting.${didYouMean(path, knownKeys(key))}`;
    return { source: `"${path}" in the file`, from: 'file', text };
  });
}

/** The settings, and the objects that they stand in. */
function knownKeys(parent: string): readonly string[] {
  if (parent.startsWith('products')) {
    return ['slug', 'title', 'aliases'].map((name) => `${parent}.${name}`);
  }
  return [...new Set(settings.flatMap(({ key }) => [key, key.split('.')[0] ?? key]))];
}

function sentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}

/** A real vendor needs more than an address. */
function missingParts(raw: RawConfig): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const needs = (key: string, url: string, text: string): void => {
    if (raw.has(url) && !raw.has(key)) problems.push(missingSetting(key, text));
  };
  needs(
    'promoholder.token',
    'promoholder.url',
    'is missing. A real promoholder is configured, and it asks for an API token.',
  );
  needs(
    'promoholder.company',
    'promoholder.url',
    'is missing. A real promoholder is configured: name the company whose codes are checked.',
  );
  needs(
    'promosSeru.name',
    'promosSeru.url',
    'is missing. A real promos-seru is configured: give the name that its token is made for.',
  );
  return problems;
}

function hostOf(raw: RawConfig): string {
  const host = raw.value('host') ?? defaults.host;
  return typeof host === 'string' ? host : '';
}

function oddities(
  raw: RawConfig,
  { trustedProxies = [] }: ConfigInput,
  file: string | undefined,
): readonly string[] {
  const found: string[] = [];
  if (raw.has('promoholder.token') && !raw.has('promoholder.url')) {
    found.push(
      'A promoholder token is set without PROMOHOLDER_URL: the embedded backend serves, ' +
        'and the token is not used.',
    );
  }
  if (trustedProxies.some((network) => /\/0+$/.test(network))) {
    found.push(
      'PROMO_LEAD_TRUSTED_PROXIES trusts every address: visitors can fake theirs, and no limit ' +
        'holds. Name the networks of your reverse proxies alone.',
    );
  }
  if (file !== undefined && holdsSecret(raw) && isOpenToOthers(file)) {
    found.push(`${file} holds secrets and other users can read it. Run: chmod 600 ${file}`);
  }
  return found;
}

/** Whether the file does. */
function holdsSecret(raw: RawConfig): boolean {
  // PostgreSQL's address holds a password.
  const isStoreSecret = /^postgres/i.test(String(raw.value('store')));
  return settings
    .filter(({ key, isSecret }) => isSecret === true || (key === 'store' && isStoreSecret))
    .some(({ key }) => raw.has(key) && raw.origin(key).from === 'file');
}
