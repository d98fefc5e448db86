/**
 * `weigh.ts [SCRIPT]`: what each kilobyte of a script-tag file is for, as a Markdown table. SCRIPT
 * is its name in `vite.config.ts`; `promo-lead.js` by default.
 *
 * A part's bytes are what brotli saves without its characters. What several parts have in common
 * is saved by none of them alone, and has its own row.
 */
import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';
import { brotliCompressSync, constants } from 'node:zlib';
import { createBuilder, type Rolldown } from 'vite';

/** By text in the paths of the modules; the first match counts. */
const parts: readonly (readonly [what: string, ...where: string[]])[] = [
  ['Lit: templates and what is in them', '/lit-html/'],
  ['Lit: elements, properties, updates', '/lit-element/', '/reactive-element/', '/lit/'],
  ['styles', '/styles.ts'],
  ['English texts', '/locales/en.ts'],
  [
    'the language of the page, and its texts',
    ...shared('languages', 'texts', 'nearest-lang', 'duration', 'sentences'),
  ],
  [
    'behaving as a native field',
    ...shared('form-control', 'relay-aria', 'caret', 'composing', 'upgrade-properties'),
  ],
  [
    'holding on strange pages',
    ...shared('guarded-element', 'native-event', 'server-rendered', 'define', 'version'),
  ],
  [
    'attributes: any value, JSON, the script’s own tag',
    ...shared('as-text', 'json-attribute', 'page-defaults'),
    '/script-tag.ts',
  ],
  ['asking the proxy: deadlines, retries, replies', '/src/client/', ...shared('connection')],
  ['names, phones and codes as they are sent', '/src/contract/', '/lead-form/fields.ts'],
  ['the promo-code field', '/promo-code-input/', ...shared('countdown', 'focus-keeper')],
  [
    'the form: what it shows',
    ...form('render', 'outcome', 'notice', 'reserved-text', 'served-form'),
  ],
  ['the form: the element', ...form('element', 'define', 'consent', 'run-in-turn')],
  [
    'the form: from the click to the receipt',
    ...form('submission', 'submission-key', 'delivery', 'draft', 'lead', 'events'),
  ],
  ['the page’s own form, products, promo code', ...form('light-form', 'promo-code')],
  ['how the visitor came', ...form('attribution')],
  ['loading the rest', ...form('later-loader')],
];
const other = 'what the bundler adds';

const [environment = 'promoLead'] = process.argv.slice(2);
const { code, map } = await buildOf(environment);
const owners = ownersOf(code, map);
const whole = weigh(code);
const rows = [...new Set(owners)].map((what) => {
  const rest = code.split('').filter((_, index) => owners[index] !== what);
  return { what, length: code.length - rest.length, bytes: whole - weigh(rest.join('')) };
});
const alone = rows.reduce((sum, { bytes }) => sum + bytes, 0);
const lines = [
  ['what', 'bytes', 'before brotli'],
  ['---', '--:', '--:'],
  ...rows
    .toSorted((one, two) => two.bytes - one.bytes)
    .map(({ what, bytes, length }) => [what, bytes, length]),
  ['what several of these have in common', whole - alone, ''],
  ['**in all**', whole, code.length],
];
process.stdout.write(lines.map((cells) => `| ${cells.join(' | ')} |\n`).join(''));

function shared(...names: readonly string[]): readonly string[] {
  return names.map((name) => `/shared/${name}.ts`);
}

function form(...names: readonly string[]): readonly string[] {
  return names.map((name) => `/lead-form/${name}.ts`);
}

async function buildOf(
  name: string,
): Promise<{ readonly code: string; readonly map: SourceMapPayload }> {
  const builder = await createBuilder({
    logLevel: 'error',
    environments: { [name]: { build: { write: false, sourcemap: 'hidden' } } },
  });
  const found = builder.environments[name];
  if (!found) throw new Error(`Cannot weigh ${name}: there is no such script`);
  const made = await builder.build(found);
  const chunk = [made]
    .flat()
    .flatMap((one) => ('output' in one ? one.output : []))
    .find((one): one is Rolldown.OutputChunk => one.type === 'chunk');
  if (!chunk?.map) throw new Error(`Cannot weigh ${name}: it has no map`);
  return { code: chunk.code, map: chunk.map as unknown as SourceMapPayload };
}

/** The part that each character of a script belongs to. */
function ownersOf(script: string, payload: SourceMapPayload): readonly string[] {
  const sourceMap = new SourceMap(payload);
  return script.split('\n').flatMap((line, row) =>
    `${line}\n`.split('').map((_, column) => {
      // Code that the bundler adds has no source, whatever the types say.
      const { originalSource: path = '' }: Partial<SourceMapping> = sourceMap.findEntry(
        row,
        column,
      );
      const part = parts.find(([, ...where]) => where.some((some) => path.includes(some)));
      return part?.[0] ?? other;
    }),
  );
}

function weigh(text: string): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(text, { params }).length;
}
