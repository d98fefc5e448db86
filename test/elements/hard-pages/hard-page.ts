import type { LeadForm, PromoCodeInput } from '../../../src/index.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';

export interface Sent {
  readonly path: string;
  readonly key: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  /** Of the request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly isLead: boolean;
}

/** What a page asked the network for, as its server counts it. */
export class Recorder {
  readonly name: string = crypto.randomUUID();
  readonly endpoint: string = `${location.origin}/recorder/${this.name}/`;

  /** Holds every answer back until `release()`. */
  readonly hold = (): Promise<unknown> => this.control('hold');
  readonly release = (): Promise<unknown> => this.control('release');

  /** Replaces every answer. */
  async answer(status: number, contentType: string, body: string): Promise<void> {
    const headers = { 'content-type': contentType };
    await this.control('answer', JSON.stringify({ status, headers, body }));
  }

  async sent(): Promise<readonly Sent[]> {
    return this.control('sent') as Promise<readonly Sent[]>;
  }

  async leads(): Promise<readonly Sent[]> {
    return (await this.sent()).filter(({ path }) => path === 'v1/leads');
  }

  /** Resolves when this many leads have reached the server. */
  async arrived(count = 1): Promise<void> {
    await waitUntil(async () => (await this.leads()).length >= count, 'no lead arrived');
  }

  async control(command: string, body = ''): Promise<unknown> {
    const reply = await fetch(this.endpoint + command, { method: 'POST', body });
    return reply.json();
  }
}

export interface PageOptions {
  /** Before everything else, and before the script. */
  readonly head?: string;
  /** `ENDPOINT` in it stands for the proxy's URL. */
  readonly body?: string;
  /** As HTML. */
  readonly script?: string;
  readonly doctype?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `?name=value` */
  readonly query?: string;
}

type Complaining = Window & { complaints?: string[] };

const plainForm = '<lead-form endpoint="ENDPOINT" product="mat" promo></lead-form>';
const moduleScript = '<script type="module" src="/dist/cdn/promo-lead.js"></script>';

/** The errors that a page gets events for. */
const watch = `<script>
  complaints = [];
  addEventListener('error', (event) => complaints.push('error: ' + event.message));
  addEventListener('unhandledrejection', (event) => complaints.push('rejection: ' + event.reason));
  for (const level of ['error', 'warn']) console[level] = (...words) => complaints.push(words.join());
</script>`;

/** A page in a frame: a realm of its own, with the script-tag file and a real network. */
export class HardPage {
  readonly recorder: Recorder = new Recorder();
  readonly #frame: HTMLIFrameElement = document.createElement('iframe');
  #loads = 0;

  /** Resolves when the page has loaded. */
  static async open(options: PageOptions = {}): Promise<HardPage> {
    const page = new HardPage();
    await page.#load(options);
    return page;
  }

  async #load({ query = '', headers = {}, ...text }: PageOptions): Promise<void> {
    const { head = '', body = plainForm, script = moduleScript } = text;
    const { doctype = '<!doctype html><html lang="en">' } = text;
    const html = `${doctype}<head>${watch}${head}</head><body>${body}${script}</body></html>`;
    const reply = {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
      body: html.replaceAll('ENDPOINT', this.recorder.endpoint),
    };
    await this.recorder.control('page', JSON.stringify(reply));
    const frame = this.#frame;
    frame.src = `${this.recorder.endpoint}page.html${query}`;
    frame.width = '600';
    frame.height = '800';
    const loaded = new Promise<void>((resolve) => {
      frame.addEventListener('load', () => {
        this.#loads += 1;
        resolve();
      });
    });
    document.body.append(frame);
    await loaded;
  }

  get window(): Window & typeof globalThis {
    return this.#frame.contentWindow as Window & typeof globalThis;
  }
  get document(): Document {
    return this.#frame.contentDocument as Document;
  }

  /** The page's errors; a second load means that it has navigated. */
  get complaints(): readonly string[] {
    const left = this.#loads > 1 ? ['the page was left'] : [];
    return [...((this.window as Complaining).complaints ?? ['no page']), ...left];
  }

  get form(): LeadForm {
    // Not by `querySelector()`: a hard page may have taken it away.
    return this.window.document.getElementsByTagName('lead-form')[0] as LeadForm;
  }

  close(): void {
    this.#frame.remove();
  }
}

export function partOf(host: Element, selector: string): HTMLElement {
  const found = host.shadowRoot?.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`Cannot find ${selector} in <${host.localName}>`);
  return found;
}

export function inputOf(host: Element, selector = 'input'): HTMLInputElement {
  return partOf(host, selector) as HTMLInputElement;
}

export const visitor: Readonly<Record<string, string>> = {
  first_name: 'Ayu',
  last_name: 'Lestari',
  phone: '628123456789',
};

/** Types as a visitor does: into the inner field, with its event. */
export function type(field: HTMLInputElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

function fill(form: LeadForm, values: typeof visitor): void {
  for (const [name, text] of Object.entries(values)) type(inputOf(form, `#${name}`), text);
}

/** Fills the form, and clicks its button as often as an impatient visitor does. */
export function fillAndSend(form: LeadForm, values: typeof visitor = visitor): void {
  fill(form, values);
  send(form);
}

function send(form: LeadForm): void {
  const button = partOf(form, '[part=submit]');
  button.click();
  button.click();
}

export async function reached(form: LeadForm, status: LeadForm['status']): Promise<void> {
  await waitUntil(() => form.status === status, `${form.status}, not ${status}`);
}

export function promoOf(form: LeadForm): PromoCodeInput {
  return partOf(form, 'promo-code-input') as PromoCodeInput;
}

/** Collects the errors of the test's own page, until they are read. */
export function watchPage(): () => readonly string[] {
  const complaints: string[] = [];
  const { error, warn } = console;
  const listening = new AbortController();
  const options = { signal: listening.signal };
  addEventListener('error', ({ message }) => complaints.push(message), options);
  addEventListener('unhandledrejection', ({ reason }) => complaints.push(String(reason)), options);
  console.error = (...words) => complaints.push(words.join());
  console.warn = (...words) => complaints.push(words.join());
  return () => {
    listening.abort();
    Object.assign(console, { error, warn });
    return complaints;
  };
}

/** One turn of this page's event loop: not a promise, which a hard page may have broken. */
export async function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.addEventListener('message', resolve, { once: true });
    port1.start();
    port2.postMessage(null);
  });
  port1.close();
}
