import { defaultSpamSettings } from '../../proxy/index.ts';
import { defaults } from './defaults.ts';
import { postbackSettings } from './postback-settings.ts';
import { defaultSlugs } from './products.ts';
import type { Setting } from './setting.ts';

export type { Setting } from './setting.ts';

/** Names the file itself, so the file cannot have it. */
export const fileSetting: Omit<Setting, 'key'> & { readonly variable: string } = {
  variable: 'PROMO_LEAD_CONFIG',
  meaning: 'JSON file with the configuration, for the server and for commands without `--config`.',
  default: 'none',
};

/** Every setting, in the order of the table. A test compares it with the schema. */
export const settings: readonly Setting[] = [
  {
    key: 'port',
    variable: 'PORT',
    flag: '--port',
    meaning: 'Port to listen on; 0 takes a free one.',
    default: String(defaults.port),
  },
  {
    key: 'host',
    variable: 'HOST',
    flag: '--host',
    meaning: 'Address to listen on.',
    default: defaults.host,
  },
  {
    key: 'data',
    variable: 'PROMO_LEAD_DATA',
    flag: '--data',
    meaning:
      'Folder for the store, the server secret and earlier releases of the widget. Keep it, even ' +
      'with PostgreSQL.',
    default: `./${defaults.dataFolder}`,
  },
  {
    key: 'store',
    variable: 'PROMO_LEAD_STORE',
    meaning:
      'The database: `sqlite:FILE` or, for several servers, ' +
      '`postgres://USER:PASSWORD@HOST:PORT/DATABASE`.',
    default: 'SQLite in the data folder',
  },
  {
    key: 'origins',
    variable: 'PROMO_LEAD_ORIGINS',
    meaning: 'Origins that may call `/v1/`: exact, separated by commas.',
    default: "the server's own",
  },
  {
    key: 'trustedProxies',
    variable: 'PROMO_LEAD_TRUSTED_PROXIES',
    meaning:
      'Networks (CIDR) of your reverse proxies, separated by commas; their `X-Forwarded-For` is ' +
      'trusted.',
    default: 'none',
  },
  {
    key: 'products',
    variable: 'PROMO_LEAD_PRODUCTS',
    meaning:
      "Products that leads may be for: slugs separated by commas, as in the page's `product`. In " +
      'the file also `{ "slug", "title", "aliases" }`; the variable then chooses among them.',
    default: defaultSlugs,
  },
  {
    key: 'secret',
    variable: 'PROMO_LEAD_SECRET',
    meaning: 'Server secret that tokens are derived from; at least 16 characters.',
    default: 'made once, kept in the data folder with mode 0600',
    isSecret: true,
  },
  {
    key: 'adminToken',
    variable: 'PROMO_LEAD_ADMIN_TOKEN',
    meaning: "The owner's token, to sign in with; at least 16 characters.",
    default: "none: the owner's pages are off",
    isSecret: true,
  },
  {
    key: 'encryptionKeys',
    variable: 'PROMO_LEAD_ENCRYPTION_KEYS',
    meaning:
      'Encrypts personal data in the store (AES-256-GCM): `NAME:KEY`, where a key is 64 ' +
      'hexadecimal digits. Separate several by commas: the first encrypts, the others only ' +
      'decrypt.',
    default: 'none: no encryption',
    isSecret: true,
  },
  {
    key: 'previousSecret',
    variable: 'PROMO_LEAD_PREVIOUS_SECRET',
    meaning:
      'The server secret before this one. With it, a lead that a browser sends again is still ' +
      'recognised, and so are phones in an encrypted store until `store encrypt` has run.',
    default: 'none',
    isSecret: true,
  },
  {
    key: 'limits',
    variable: 'PROMO_LEAD_LIMITS',
    meaning:
      '`on`: wrong guesses at promo codes and floods of leads are limited. `off` is for load ' +
      'tests.',
    default: 'on',
  },
  {
    key: 'quietMs',
    variable: 'PROMO_LEAD_QUIET_MS',
    meaning: 'How long to wait before a lead in doubt is tried again, in milliseconds.',
    default: String(defaults.quietMs),
  },
  {
    key: 'promo.reasons',
    meaning: '`full`, or `coarse`: the reason for every refused code is `invalid`.',
    default: 'full',
  },
  {
    key: 'leads.reply',
    meaning:
      '`stored`, or `delivered`: the visitor waits for the upstream, and is told if it already ' +
      'knows the phone.',
    default: 'stored',
  },
  {
    key: 'leads.defaultClickId',
    meaning: 'The `click_id` that is sent for a visitor without one.',
    default: defaults.clickId,
  },
  {
    key: 'leads.clickIds',
    meaning:
      'By promo code, the click id of the partner who gave it out: `{ "ANNA10": "partner-7" }`. ' +
      'It is sent for a lead that has the code but no click id, whether or not the code is ' +
      'accepted.',
    default: 'none',
  },
  {
    key: 'spam.quarantine',
    variable: 'PROMO_LEAD_QUARANTINE',
    meaning: '`on`: a lead that looks like spam waits for you. `off`: it is sent like any other.',
    default: 'on',
  },
  {
    key: 'spam.score',
    meaning: 'The score at which a lead counts as spam; a higher one lets more through.',
    default: String(defaultSpamSettings.quarantineScore),
  },
  {
    key: 'spam.hurryMs',
    meaning:
      'The shortest time, in milliseconds, in which a person fills in a form. A faster form may ' +
      'be a bot.',
    default: String(defaultSpamSettings.hurryMs),
  },
  {
    key: 'retention.delivered',
    variable: 'PROMO_LEAD_KEEP_DELIVERED',
    meaning: 'For how many days a delivered lead is kept.',
    default: 'until it is erased',
  },
  {
    key: 'retention.duplicate',
    variable: 'PROMO_LEAD_KEEP_DUPLICATE',
    meaning: 'The same for a lead whose phone the vendor already knew.',
    default: 'until it is erased',
  },
  {
    key: 'retention.rejected',
    variable: 'PROMO_LEAD_KEEP_REJECTED',
    meaning:
      'The same for a lead that the vendor refused. It can be sent again as long as it is kept.',
    default: 'until it is erased',
  },
  {
    key: 'retention.held',
    variable: 'PROMO_LEAD_KEEP_HELD',
    meaning: 'The same for a lead that was held, and waits for you.',
    default: 'until it is erased',
  },
  {
    key: 'retention.dead',
    variable: 'PROMO_LEAD_KEEP_DEAD',
    meaning: 'The same for a lead that could not be sent within 14 days.',
    default: 'until it is erased',
  },
  {
    key: 'retention.quarantined',
    variable: 'PROMO_LEAD_KEEP_QUARANTINED',
    meaning: 'The same for a lead that looks like spam.',
    default: 'until it is erased',
  },
  {
    key: 'retention.contacts',
    variable: 'PROMO_LEAD_KEEP_CONTACTS',
    meaning:
      'For how many days the embedded backend keeps a contact. After that, its phone is no ' +
      'longer a duplicate.',
    default: 'until it is erased',
  },
  {
    key: 'retention.journal',
    variable: 'PROMO_LEAD_KEEP_JOURNAL',
    meaning: 'For how many days the embedded backend keeps its answers to checks of promo codes.',
    default: 'forever',
  },
  {
    key: 'retention.history',
    variable: 'PROMO_LEAD_KEEP_HISTORY',
    meaning: "For how many days the owner's pages keep who read and changed what.",
    default: 'forever',
  },
  {
    key: 'promoholder.url',
    variable: 'PROMOHOLDER_URL',
    meaning: 'URL of a real promoholder, such as `https://promoholder.tech`.',
    default: 'none: the embedded backend serves',
  },
  {
    key: 'promoholder.token',
    variable: 'PROMOHOLDER_TOKEN',
    meaning: 'Its API token.',
    default: 'none',
    isSecret: true,
  },
  {
    key: 'promoholder.company',
    variable: 'PROMOHOLDER_COMPANY',
    meaning: 'ID of the company whose promo codes are looked up.',
    default: 'the only one there is; `demo-company` with `--demo`',
  },
  {
    key: 'promosSeru.url',
    variable: 'PROMOS_SERU_URL',
    meaning: 'URL of a real promos-seru, such as `https://promos-seru.com`.',
    default: 'none: the embedded backend serves',
  },
  {
    key: 'promosSeru.name',
    variable: 'PROMOS_SERU_NAME',
    meaning: 'Your name there (in its words: "your website or company name").',
    default: 'none; `promo-lead` for the embedded backend',
  },
  {
    key: 'promosSeru.secretKey',
    variable: 'PROMOS_SERU_SECRET_KEY',
    meaning:
      'The secret key for getting a token. With the published one, a server on loopback refuses ' +
      'requests that a reverse proxy marks as forwarded.',
    default: defaults.secretKey,
    isSecret: true,
  },
  {
    key: 'webhook.url',
    variable: 'PROMO_LEAD_WEBHOOK_URL',
    meaning:
      'URL that leads are sent to as signed webhooks (Standard Webhooks), instead of promos-seru.',
    default: 'none',
    isSecret: true,
  },
  {
    key: 'webhook.secret',
    variable: 'PROMO_LEAD_WEBHOOK_SECRET',
    meaning: 'The key that signs them: `whsec_` and 24 to 64 bytes in base64.',
    default: 'none',
    isSecret: true,
  },
  {
    key: 'alerts.url',
    variable: 'PROMO_LEAD_ALERT_URL',
    meaning:
      'URL of an incoming webhook of Slack or Mattermost. It gets a message when leads wait for ' +
      'you or for the vendor (see Alerts).',
    default: 'none',
    isSecret: true,
  },
  ...postbackSettings,
  {
    key: 'codeFile',
    variable: 'PROMO_LEAD_CODE_FILE',
    meaning: 'CSV or JSON file that promo codes come from, instead of promoholder.',
    default: 'none',
  },
  {
    key: 'adapters.contacts',
    meaning: 'Path of your own module that takes leads (see Your vendors).',
    default: 'none',
  },
  {
    key: 'adapters.promoCodes',
    meaning: 'Path of your own module that provides promo codes.',
    default: 'none',
  },
];
