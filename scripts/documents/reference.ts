import { leadForm, promoCode, queue } from '../../src/elements/locales/en.ts';
import type {
  Attribute,
  Declaration,
  Described,
  ElementDeclaration,
  Member,
} from '../manifest/manifest.ts';
import { anchorOf, escapeHtml, renderLine } from './markdown.ts';

/** The initial markup of a live example. */
const examples: Readonly<Record<string, string>> = {
  'lead-form': [
    '<lead-form product="blackmask" promo consent>',
    '  <label slot="extra">City <input name="city" /></label>',
    '  <span slot="consent">I agree to be called about this order.</span>',
    '  <span slot="submit">Order</span>',
    '</lead-form>',
  ].join('\n'),
  'promo-code-input': '<promo-code-input label="Voucher" value="SPRING"></promo-code-input>',
};

/** English texts, by the keys that `messages` takes. */
const texts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'lead-form': { ...leadForm, ...queue },
  'promo-code-input': { ...promoCode },
};

type Row = readonly string[];

/** Everything public about an element; the events' classes are among the `declarations`. */
export function referenceOf(
  element: ElementDeclaration,
  declarations: readonly Declaration[],
): string {
  const { tagName, description, attributes, members, slots, cssParts, cssStates } = element;
  const methods = members.filter(({ kind }) => kind === 'method');
  const properties = members.filter(({ kind }) => kind === 'field');
  return [
    `<h1><code>&lt;${tagName}&gt;</code></h1>`,
    ...description.split('\n\n').map((text) => `<p>${renderLine(text)}</p>`),
    liveExample(tagName),
    table('Attributes', ['attribute', 'type', 'default', 'meaning'], attributes.map(ofAttribute)),
    table('Properties', ['property', 'type', 'meaning'], properties.map(ofProperty)),
    table('Methods', ['method', 'what it does'], methods.map(ofMethod)),
    table('Events', ['event', 'class', 'holds', 'when'], eventRows(element, declarations)),
    nameTable('Slots', slots, (name) => (name === '' ? '(default)' : code(name))),
    nameTable('Parts', cssParts, (name) => code(`::part(${name})`)),
    nameTable('States', cssStates, (name) => code(`:state(${name})`)),
    table('Custom properties', ['property', 'default', 'meaning'], propertyRows(element)),
    textTable(tagName),
  ].join('\n');
}

function liveExample(tagName: string): string {
  return `<section class="example" aria-labelledby="try-it">
<h2 id="try-it">Try it</h2>
<div class="stage card"></div>
<label>HTML, which you can change
<textarea rows="6" spellcheck="false">${escapeHtml(examples[tagName] ?? '')}</textarea></label>
<label>What the server answers <select></select></label>
<p role="status"></p>
<h3 id="example-events">Events, newest first</h3>
<ol class="events" tabindex="0" aria-labelledby="example-events"></ol>
</section>`;
}

function ofAttribute({ name, type, default: initial, description = '' }: Attribute): Row {
  const given = initial === undefined || initial === 'false' ? '' : code(initial);
  return [code(name), code(type?.text ?? 'string'), given, renderLine(description)];
}

function ofProperty({ name, type, readonly, static: ofClass, description = '' }: Member): Row {
  const notes = [ofClass ? 'Of the class.' : '', readonly ? 'Read only.' : ''].filter(Boolean);
  return [code(name), code(type?.text ?? ''), [renderLine(description), ...notes].join(' ')];
}

function ofMethod({ name, parameters = [], description = '' }: Member): Row {
  const list = parameters.map((parameter) => parameter.name).join(', ');
  return [code(`${name}(${list})`), renderLine(description)];
}

function eventRows({ events }: ElementDeclaration, declarations: readonly Declaration[]): Row[] {
  return events.map(({ name, type, description = '' }) => {
    const declared = declarations.find((one) => one.name === type?.text);
    const fields = (declared?.members ?? []).filter(({ kind }) => kind === 'field');
    const holds = fields.map(
      (field) => `${code(field.name)}: ${renderLine(field.description ?? '')}`,
    );
    return [code(name), code(type?.text ?? 'Event'), holds.join(' '), renderLine(description)];
  });
}

function propertyRows({ cssProperties }: ElementDeclaration): readonly Row[] {
  return cssProperties.map(({ name, default: initial, description = '' }) => [
    code(name),
    initial === undefined ? '' : code(initial),
    renderLine(description),
  ]);
}

function nameTable(
  title: 'Slots' | 'Parts' | 'States',
  entries: readonly Described[],
  show: (name: string) => string,
): string {
  const rows = entries.map(({ name, description = '' }) => [show(name), renderLine(description)]);
  return table(title, [title.toLowerCase().slice(0, -1), 'meaning'], rows);
}

function textTable(tagName: string): string {
  const rows = Object.entries(texts[tagName] ?? {}).map(([key, text]) => [
    code(key),
    escapeHtml(text),
  ]);
  return table('Messages', ['key', 'in English'], rows);
}

function table(title: string, heads: Row, rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const id = anchorOf(title);
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('');
  const body = rows.map(([name = '', ...cells]) => {
    const rest = cells.map((cell) => `<td>${cell}</td>`).join('');
    return `<tr><th scope="row">${name}</th>${rest}</tr>`;
  });
  return `<h2 id="${id}">${title}</h2>
<div class="scroll" tabindex="0" role="group" aria-labelledby="${id}"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}

function code(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}
