import type { LeadState } from '../../src/contract/lead-states.ts';
import { servePage } from '../e2e/page-server.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { type SpawnedServer, spawnServer } from '../support/command/spawn.ts';
import { freePort } from '../support/sockets/listen.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A lead as `leads list --json` has it; those that matter here. */
export interface StoredLead {
  readonly ref: string;
  readonly phone: string;
  readonly state: LeadState;
  readonly promo_code: string | null;
}

export const paths = ['/', '/two-forms', '/own-fields', '/success-url'] as const;

/** A proxy that may be killed at any moment, and the pages of another origin, which never fail. */
export class Shop {
  readonly url: string;
  readonly pages: string;
  readonly #data: string = temporaryFolder();
  #server: SpawnedServer | undefined;

  static async open(): Promise<Shop> {
    const url = `http://127.0.0.1:${await freePort()}`;
    const shop = new Shop(url, await servePage((path) => pageOf(path, url)));
    await shop.start();
    return shop;
  }

  private constructor(url: string, pages: string) {
    this.url = url;
    this.pages = pages;
  }

  async start(): Promise<void> {
    if (this.#server) return;
    const env = { PROMO_LEAD_ORIGINS: this.pages, PROMO_LEAD_LIMITS: 'off' };
    const { port } = new URL(this.url);
    this.#server = await spawnServer(['--demo', '--data', this.#data, '--port', port], env);
  }

  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.child.kill('SIGKILL');
    await server?.ended;
  }

  leads(): Promise<readonly StoredLead[]> {
    return this.#list('leads', 'list');
  }

  /** How often a promo code was used up. */
  async countUses(): Promise<number> {
    const journal = await this.#list<{ readonly used: boolean }>('journal');
    return journal.filter(({ used }) => used).length;
  }

  async #list<T>(...command: readonly string[]): Promise<readonly T[]> {
    const { stdout } = await promoLead([...command, '--json', '--data', this.#data]);
    return JSON.parse(stdout) as readonly T[];
  }
}

function pageOf(path: string, url: string): string {
  const form = (attributes: string, content = ''): string =>
    `<lead-form endpoint="${url}" ${attributes}>${content}</lead-form>`;
  const ownFields = `<option value="blackmask">Black Mask</option>
    <option value="hallupro">Dr. Hallux</option>
    <label slot="extra">City <input name="city" value="Jakarta" required /></label>`;
  const forms: Readonly<Record<string, string>> = {
    '/': form('product="blackmask" promo consent'),
    '/two-forms': form('product="blackmask" promo consent') + form('product="hallupro" promo'),
    '/own-fields': form('promo', ownFields),
    '/success-url': form('product="blackmask" promo success-url="/thanks"'),
  };
  return `<meta name="viewport" content="width=device-width" />
    <script type="module" src="${url}/widget/promo-lead.js"></script>
    ${forms[path] ?? '<p>Thanks</p>'}`;
}
