import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import * as z from 'zod/mini';
import { fieldErrorCodes, problemStatus, reasonCodes } from '../../../src/contract/index.ts';
import { createProgram } from '../../../src/node/cli/run.ts';
import { fileSetting, settings } from '../../../src/node/config/settings.ts';
import { openApi } from '../../../src/proxy/openapi/openapi.ts';
import { problemTitles } from '../../../src/proxy/problem-reply.ts';
import { drillNames } from '../../../src/testing/index.ts';

const Described = z.object({
  name: z.optional(z.string()),
  description: z.optional(z.string()),
  default: z.optional(z.string()),
  type: z.optional(z.object({ text: z.string() })),
});
type Described = z.infer<typeof Described>;
const list = z.optional(z.array(Described));
const Declaration = z.object({
  tagName: z.optional(z.string()),
  attributes: list,
  events: list,
  slots: list,
  cssParts: list,
  cssProperties: list,
  cssStates: list,
});
type Declaration = z.infer<typeof Declaration>;
const Manifest = z.object({
  modules: z.array(z.object({ declarations: z.optional(z.array(Declaration)) })),
});

/** The generated parts of the README by the name of their marker. Needs a build. */
function readmeTables(): ReadonlyMap<string, string> {
  return new Map([
    ['lead-form', elementTable('lead-form')],
    ['promo-code-input', elementTable('promo-code-input')],
    ['locales', localeList()],
    ['drills', drillList()],
    ['calls', callTable()],
    ['reasons', reasonCodes.map((reason) => `\`${reason}\``).join(', ')],
    ['problems', problemTable()],
    ['settings', settingTable()],
    ['commands', commandTable()],
  ]);
}

/** The text with every part between `<!-- table: NAME -->` and `<!-- end -->` regenerated. */
export function withTables(text: string): string {
  const tables = readmeTables();
  return text.replace(/(<!-- table: (\S+) -->\n)[^]*?(<!-- end -->)/g, (_, begin, name, end) => {
    const made = tables.get(String(name));
    if (made === undefined) throw new Error(`Cannot fill README: no table ${String(name)}`);
    return `${String(begin)}${made}\n${String(end)}`;
  });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
}

/** A cell on one line, with everything escaped that would end it. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}

function code(text: string): string {
  return `\`${text}\``;
}

function elementTable(tagName: string): string {
  const text = readFileSync('dist/custom-elements.json', 'utf8');
  const declarations = Manifest.parse(JSON.parse(text)).modules.flatMap(
    ({ declarations: found = [] }) => found,
  );
  const element = declarations.find((declaration) => declaration.tagName === tagName);
  if (!element) throw new Error(`Cannot fill README: <${tagName}> is not in the manifest`);
  const kinds: readonly (readonly [string, keyof Declaration, (name: string) => string])[] = [
    ['attribute', 'attributes', code],
    ['event', 'events', code],
    ['slot', 'slots', (name) => (name === '' ? '(default)' : code(name))],
    ['part', 'cssParts', (name) => code(`::part(${name})`)],
    ['state', 'cssStates', (name) => code(`:state(${name})`)],
    ['custom property', 'cssProperties', code],
  ];
  const rows = kinds.flatMap(([kind, key, write]) =>
    listed(element[key]).map((one) => [kind, write(one.name ?? ''), meaning(one)]),
  );
  return table(['', 'name', 'meaning'], rows);
}

function listed(entries: Declaration[keyof Declaration]): readonly Described[] {
  return Array.isArray(entries) ? entries : [];
}

function meaning({ description = '', default: initial, type }: Described): string {
  const isSaid = initial !== undefined && initial !== 'false';
  const given = isSaid ? ` Default: ${code(initial.replaceAll("'", ''))}.` : '';
  const event = type?.text.endsWith('Event') === true ? ` ${code(type.text)}` : '';
  return `${description}${given}${event}`;
}

/** The languages with a script-tag file in the build. */
function localeList(): string {
  const text = readFileSync('dist/cdn/sri.json', 'utf8');
  const files = Object.keys(z.record(z.string(), z.string()).parse(JSON.parse(text)));
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const tags = files.flatMap((file) => /^locales\/(.+)\.js$/.exec(file)?.[1] ?? []);
  const loaded = tags.filter((tag) => tag !== 'en');
  return loaded.map((tag) => `${names.of(tag) ?? tag} (${code(tag)})`).join(', ');
}

/** Without those of a field and its error (`phone-too_short`): the text above covers them. */
function drillList(): string {
  const ofField = new RegExp(`-(?:${fieldErrorCodes.join('|')})$`);
  const named = drillNames.filter((name) => !ofField.test(name));
  return named.map(code).join(', ');
}

const Paths = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      summary: z.string(),
      parameters: z.optional(z.array(z.object({ name: z.string(), required: z.boolean() }))),
    }),
  ),
);

function callTable(): string {
  const paths = Paths.parse(openApi()['paths']);
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary, parameters }]) => [
      code(`${method.toUpperCase()} ${path}`),
      `${summary}${parameters?.some(({ required }) => required) ? ' With an `Idempotency-Key`.' : ''}`,
    ]),
  );
  return table(
    ['call', 'what it does'],
    [
      ...rows,
      ['`GET /widget/…`', 'The script files, for any page.'],
      ['`GET /healthz`, `/readyz`', 'Whether the process lives; whether it can take leads.'],
      ['`GET /metrics`', 'Counts for Prometheus: requests, leads, calls to the vendors, delays.'],
      ['`GET /openapi.json`', 'The whole API as OpenAPI 3.1.'],
    ],
  );
}

function problemTable(): string {
  const status = new Map<string, number>(Object.entries(problemStatus));
  const rows = Object.entries(problemTitles).map(([type, title]) => [
    code(type),
    String(status.get(type)),
    title,
  ]);
  return table(['type', 'status', 'meaning'], rows);
}

function settingTable(): string {
  const ofFile = [code(fileSetting.variable), '', fileSetting.meaning, fileSetting.default];
  const rows = settings.map((setting) => [
    setting.variable === undefined ? '' : code(setting.variable),
    code(setting.key),
    setting.meaning,
    setting.default,
  ]);
  return table(['variable', 'in the file', 'meaning', 'default'], [ofFile, ...rows]);
}

function commandTable(): string {
  const { stdout, stderr } = process;
  const program = createProgram({ terminal: { stdout, stderr, env: {} }, exitCode: 0 });
  const rows = leaves(program, []).map(({ path, command }) => {
    const required = requiredOf(command);
    const flags = command.options.flatMap(({ flags: text, long }) =>
      common.has(long ?? '') || required.includes(text) ? [] : `[${text}]`,
    );
    const words = [...path, required, ...flags].filter((word) => word !== '');
    return [code(words.join(' ')), command.description()];
  });
  return table(['command', 'what it does'], rows);
}

/** What a command requires according to its help; arguments in capitals. */
function requiredOf(command: Command): string {
  const usage = command.usage().replace(/ ?\[options\]$/, '');
  return command.registeredArguments
    .map((argument) => argument.name())
    .reduce(
      (text, name) =>
        text
          .replace(`<${name}>`, name.toUpperCase())
          .replace(`<${name}...>`, `${name.toUpperCase()}…`),
      usage,
    );
}

/** Options of every command, which the text above the table lists. */
const common: ReadonlySet<string> = new Set(['--json', '--data', '--config', '--help']);

interface Leaf {
  readonly path: readonly string[];
  readonly command: Command;
}

function leaves(command: Command, path: readonly string[]): readonly Leaf[] {
  return command.commands.flatMap((child) => {
    const childPath = [...path, child.name()];
    return child.commands.length === 0
      ? [{ path: childPath, command: child }]
      : leaves(child, childPath);
  });
}
