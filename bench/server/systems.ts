import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { freePort } from '../../test/support/sockets/listen.ts';
import type { Call } from './load.ts';
import { start, type System } from './system.ts';

/** A system to compare with ours, or ours in another set-up. */
export interface Candidate {
  readonly name: string;
  readonly calls: readonly Call[];
  /** Whether each round starts a new server, because its limits count all earlier requests. */
  readonly isFreshEachTime?: boolean;
  /** Undefined if the machine lacks what it needs. */
  readonly open: (folder: string, vendor: string) => Promise<System | undefined>;
}

const here = import.meta.dirname;
const bin = join(here, '../../dist/node/bin.js');
const all: readonly Call[] = ['validate', 'leads', 'redeem'];

export type Environment = Readonly<Record<string, string>>;

/** Starts the vendors' stand-in, with this many promo codes in each of so many companies. */
export function openVendor(codes = 100, companies = 1): Promise<System> {
  const script = join(here, 'vendor-process.ts');
  return start([process.execPath, script, String(codes), String(companies)]);
}

/** Starts the built `promo-lead serve` on the folder, without embedded backends. */
export function openOurs(folder: string, vendor: string, env: Environment = {}): Promise<System> {
  return start([process.execPath, bin, 'serve', '--port', '0', '--data', folder], {
    env: {
      PROMO_LEAD_ORIGINS: 'https://shop.example',
      PROMO_LEAD_TRUSTED_PROXIES: '127.0.0.1/32',
      PROMOHOLDER_URL: vendor,
      PROMOHOLDER_TOKEN: 'vendor-token-of-the-bench',
      PROMOHOLDER_COMPANY: 'shop',
      // A port that nobody listens on: only the intake of leads is measured, not their delivery.
      PROMOS_SERU_URL: 'http://127.0.0.1:9',
      PROMOS_SERU_NAME: 'bench',
      ...env,
    },
  });
}

export const candidates: readonly Candidate[] = [
  {
    name: 'node:http, the same parsing (floor)',
    calls: all,
    open: (folder, vendor) =>
      start([process.execPath, join(here, 'floor-process.ts'), join(folder, 'floor.db'), vendor]),
  },
  {
    name: 'promo-lead',
    calls: all,
    isFreshEachTime: true,
    open: (folder, vendor) => openOurs(folder, vendor),
  },
  {
    name: 'promo-lead, limits off',
    calls: all,
    open: (folder, vendor) => openOurs(folder, vendor, { PROMO_LEAD_LIMITS: 'off' }),
  },
  {
    name: 'promo-lead, leads delivered meanwhile',
    calls: ['leads'],
    isFreshEachTime: true,
    open: (folder, vendor) => openOurs(folder, vendor, { PROMOS_SERU_URL: vendor }),
  },
  { name: 'nginx proxy_pass (limit)', calls: all, open: openNginx },
  {
    name: '@fastify/http-proxy',
    calls: all,
    open: (_, vendor) => start([process.execPath, join(here, 'rivals/fastify.mjs'), vendor]),
  },
  {
    name: 'express, http-proxy-middleware',
    calls: all,
    open: (_, vendor) => start([process.execPath, join(here, 'rivals/express.mjs'), vendor]),
  },
  { name: 'PHP: nginx, php-fpm, curl, SQLite', calls: all, open: openPhp },
];

const nginx = '/usr/sbin/nginx';

async function openNginx(folder: string, vendor: string): Promise<System | undefined> {
  return existsSync(nginx) ? openProxy(folder, [vendor]) : undefined;
}

/** nginx in front of several servers; undefined if the machine lacks it. */
export async function openBalancer(
  folder: string,
  servers: readonly System[],
): Promise<System | undefined> {
  if (!existsSync(nginx)) return undefined;
  const urls = servers.map(({ url }) => url.replace('localhost', '127.0.0.1'));
  return openProxy(folder, urls);
}

function openProxy(folder: string, urls: readonly string[]): Promise<System> {
  const hosts = urls.map((url) => `server ${new URL(url).host};`);
  return openWebServer(folder, `upstream behind { ${hosts.join(' ')} keepalive 64; }`, [
    'proxy_pass http://behind;',
    'proxy_http_version 1.1;',
    'proxy_set_header connection "";',
  ]);
}

/** nginx with one worker: one core, like a Node process. */
async function openWebServer(
  folder: string,
  around: string,
  lines: readonly string[],
): Promise<System> {
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ');
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log stderr crit;
    events { worker_connections 2048; }
    http { access_log off; ${temporary} keepalive_requests 1000000; ${around}
      server { listen 127.0.0.1:${port} backlog=1024; location / { ${lines.join(' ')} } } }`,
  );
  const url = `http://127.0.0.1:${port}`;
  const command = [nginx, '-p', folder, '-c', join(folder, 'nginx.conf')] as const;
  return start(command, { url, isReady: () => answers(url) });
}

async function openPhp(folder: string, vendor: string): Promise<System | undefined> {
  const [fpm] = globSync('/usr/sbin/php-fpm*');
  if (fpm === undefined || !existsSync(nginx)) return undefined;
  const file = join(folder, 'php.db');
  const database = new DatabaseSync(file);
  database.exec(`pragma journal_mode = wal;
    create table leads (id integer primary key, first_name, last_name, phone, product, status)`);
  database.close();
  const socket = `127.0.0.1:${await freePort()}`;
  writeFileSync(
    join(folder, 'fpm.conf'),
    [
      '[global]',
      `error_log = ${folder}/fpm.log`,
      'daemonize = no',
      '[www]',
      'user = root',
      'group = root',
      `listen = ${socket}`,
      'pm = static',
      'pm.max_children = 8',
      `env[VENDOR] = ${vendor}`,
      `env[DATABASE] = ${file}`,
    ].join('\n'),
  );
  const root = process.getuid?.() === 0 ? ['-R'] : [];
  const php = await start([fpm, ...root, '-F', '-y', join(folder, 'fpm.conf')], {
    url: socket,
    isReady: () => isOpen(socket),
  });
  const web = join(folder, 'web');
  mkdirSync(web);
  const front = await openWebServer(web, '', [
    'include /etc/nginx/fastcgi_params;',
    `fastcgi_param SCRIPT_FILENAME ${join(here, 'rivals/site.php')};`,
    `fastcgi_pass ${socket};`,
  ]);
  return {
    ...front,
    // nginx costs little in comparison, and is left out in PHP's favour.
    pid: php.pid,
    async [Symbol.asyncDispose]() {
      await front[Symbol.asyncDispose]();
      await php[Symbol.asyncDispose]();
    },
  };
}

async function isOpen(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${address}`);
  const socket = connect({ host: hostname, port: Number(port) });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}
