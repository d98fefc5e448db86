import { postbackSettings } from './postback-settings.ts';
import type { Setting } from './setting.ts';

export type { Setting } from './setting.ts';

/** Names the file itself, so it cannot stand in it. */
export const fileSetting: Omit<Setting, 'key'> & { readonly variable: string } = {
  variable: 'PROMO_LEAD_CONFIG',
  meaning:
    'JSON file with the configuration, for the server and for commands that are given no ' +
    '`--config`.',
  default: 'none',
};

/** Every setting, in the order of the table. A test compares it with the schema. */
export const settings: readonly Setting[] = [
  {
    key: 'port',
    variable: 'PORT',
    flag: '--port',
    meaning: 'Port to listen on; 0 takes a free one.',
    default: '8787',
  },
  {
    key: 'host',
    variable: 'HOST',
    flag: '--host',
    meaning: 'Address to listen on.',
    default: '127.0.0.1',
  },
  {
    key: 'data',
    variable: 'PROMO_LEAD_DATA',
    flag: '--data',
    meaning:
      'Folder of the store, of the server secret and of earlier releases of the widget: keep it, ' +
      'on PostgreSQL too.',
    default: './data',
  },
  {
    key: 'store',
    variable: 'PROMO_LEAD_STORE',
    meaning:
      'The database: `sqlite:FILE`, or for several servers ' +
      '`postgres://USER:PASSWORD@HOST:PORT/DATABASE`.',
    default: 'SQLite in the data folder',
  },
  {
    key: 'origins',
    variable: 'PROMO_LEAD_ORIGINS',
    meaning: 'Origins that may call `/v1/`, exact, between commas.',
    default: "the server's own",
  },
  {
    key: 'trustedProxies',
    variable: 'PROMO_LEAD_TRUSTED_PROXIES',
    meaning:
      'Networks (CIDR) of your reverse proxies, between commas: their `X-Forwarded-For` counts.',
    default: 'none',
  },
  {
    key: 'products',
    variable: 'PROMO_LEAD_PRODUCTS',
    meaning:
      "Products that leads may be for: slugs between commas, as the page's `product` writes " +
      'them. In the file also `{ "slug", "title", "aliases" }`; the variable then chooses among ' +
      'them.',
    default: 'garcinia-cambogia, blackmask, hallupro',
  },
  {
    key: 'secret',
    variable: 'PROMO_LEAD_SECRET',
    meaning: 'Server secret, from which tokens are derived; at least 16 characters.',
    default: 'made once, kept in the data folder with mode 0600',
    isSecret: true,
  },
  {
    key: 'adminToken',
    variable: 'PROMO_LEAD_ADMIN_TOKEN',
    meaning: "Owner's access; at least 16 characters.",
    default: "none: the owner's pages are off",
    isSecret: true,
  },
  {
    key: 'encryptionKeys',
    variable: 'PROMO_LEAD_ENCRYPTION_KEYS',
    meaning:
      'Encrypts personal data in the store (AES-256-GCM): `NAME:KEY`, a key being 64 hexadecimal ' +
      'digits. Several between commas: the first encrypts, the others only decrypt.',
    default: 'none: it is not encrypted',
    isSecret: true,
  },
  {
    key: 'previousSecret',
    variable: 'PROMO_LEAD_PREVIOUS_SECRET',
    meaning:
      'The server secret before this one: a lead that a browser sends again is then known by ' +
      'both, and so are phones in an encrypted store, until `store encrypt` has changed them.',
    default: 'none',
    isSecret: true,
  },
  {
    key: 'limits',
    variable: 'PROMO_LEAD_LIMITS',
    meaning:
      '`on`: wrong guesses at promo codes, and floods, are limited. `off` is for load tests.',
    default: 'on',
  },
  {
    key: 'quietMs',
    variable: 'PROMO_LEAD_QUIET_MS',
    meaning: 'The wait before a lead in doubt is tried once more, in milliseconds.',
    default: '60000',
  },
  {
    key: 'promo.reasons',
    meaning: '`full`, or `coarse`: every refused code then reads `invalid`.',
    default: 'full',
  },
  {
    key: 'leads.reply',
    meaning:
      '`stored`, or `delivered`: the visitor waits for the upstream, and learns whether the ' +
      'phone is known there.',
    default: 'stored',
  },
  {
    key: 'leads.defaultClickId',
    meaning: 'What is sent as `click_id` for a visitor who came without one.',
    default: 'direct',
  },
  {
    key: 'leads.clickIds',
    meaning:
      'By promo code, the click id of the partner who gave it out: `{ "ANNA10": "partner-7" }`. ' +
      'It is sent for a lead with that code that came without one, whether or not the code is ' +
      'accepted.',
    default: 'none',
  },
  {
    key: 'spam.quarantine',
    variable: 'PROMO_LEAD_QUARANTINE',
    meaning: '`on`: a lead that looks like spam waits for you. `off`: it is sent as any other.',
    default: 'on',
  },
  {
    key: 'spam.score',
    meaning: 'The score from which a lead looks like spam; higher lets more through.',
    default: '100',
  },
  {
    key: 'spam.hurryMs',
    meaning: 'A form that was filled in faster was so by a bot, perhaps; in milliseconds.',
    default: '2000',
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
    meaning: 'The same for one whose phone the vendor knew already.',
    default: 'until it is erased',
  },
  {
    key: 'retention.rejected',
    variable: 'PROMO_LEAD_KEEP_REJECTED',
    meaning:
      'The same for one that the vendor refused. It can be sent again as long as it is kept.',
    default: 'until it is erased',
  },
  {
    key: 'retention.held',
    variable: 'PROMO_LEAD_KEEP_HELD',
    meaning: 'The same for one that waits for you.',
    default: 'until it is erased',
  },
  {
    key: 'retention.dead',
    variable: 'PROMO_LEAD_KEEP_DEAD',
    meaning: 'The same for one that could not be sent in 14 days.',
    default: 'until it is erased',
  },
  {
    key: 'retention.quarantined',
    variable: 'PROMO_LEAD_KEEP_QUARANTINED',
    meaning: 'The same for one that looks like spam.',
    default: 'until it is erased',
  },
  {
    key: 'retention.contacts',
    variable: 'PROMO_LEAD_KEEP_CONTACTS',
    meaning:
      'For how many days the embedded backend keeps a contact. Its phone is no double after that.',
    default: 'until it is erased',
  },
  {
    key: 'retention.journal',
    variable: 'PROMO_LEAD_KEEP_JOURNAL',
    meaning: 'For how many days the embedded backend keeps an answer to a promo code.',
    default: 'for good',
  },
  {
    key: 'promoholder.url',
    variable: 'PROMOHOLDER_URL',
    meaning: 'A real promoholder, such as `https://promoholder.tech`.',
    default: 'the embedded backend serves',
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
    meaning: 'ID of the company that promo codes are looked up in.',
    default: 'the only one there is; `demo-company` with `--demo`',
  },
  {
    key: 'promosSeru.url',
    variable: 'PROMOS_SERU_URL',
    meaning: 'A real promos-seru, such as `https://promos-seru.com`.',
    default: 'the embedded backend serves',
  },
  {
    key: 'promosSeru.name',
    variable: 'PROMOS_SERU_NAME',
    meaning: 'Your name there (its document: "your website or company name").',
    default: 'none; `promo-lead` for the embedded backend',
  },
  {
    key: 'promosSeru.secretKey',
    variable: 'PROMOS_SERU_SECRET_KEY',
    meaning:
      'The secret key that a token is asked for with. With the published one, a server on ' +
      'loopback refuses requests that a reverse proxy marks as forwarded.',
    default: '768',
    isSecret: true,
  },
  {
    key: 'webhook.url',
    variable: 'PROMO_LEAD_WEBHOOK_URL',
    meaning: 'Leads go there as signed webhooks (Standard Webhooks), in place of promos-seru.',
    default: 'none',
    isSecret: true,
  },
  {
    key: 'webhook.secret',
    variable: 'PROMO_LEAD_WEBHOOK_SECRET',
    meaning: 'What they are signed with: `whsec_` and 24 to 64 bytes in base64.',
    default: 'none',
    isSecret: true,
  },
  {
    key: 'alerts.url',
    variable: 'PROMO_LEAD_ALERT_URL',
    meaning:
      'A message goes there, as Slack and Mattermost take it, when leads wait for you or for ' +
      'the vendor (see Alerts).',
    default: 'none',
    isSecret: true,
  },
  ...postbackSettings,
  {
    key: 'codeFile',
    variable: 'PROMO_LEAD_CODE_FILE',
    meaning: 'Promo codes come from this CSV or JSON file, in place of promoholder.',
    default: 'none',
  },
  {
    key: 'adapters.contacts',
    meaning: 'A module of your own that takes leads (see Your vendors).',
    default: 'none',
  },
  {
    key: 'adapters.promoCodes',
    meaning: 'A module of your own that has promo codes.',
    default: 'none',
  },
];
