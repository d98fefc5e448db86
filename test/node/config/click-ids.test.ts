import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startServer } from '../../../src/node/index.ts';
import { postLead } from '../../support/command/post-lead.ts';
import { promoLead } from '../../support/command/promo-lead.ts';
import { silent } from '../../support/logs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { load, problemsOf } from './loading.ts';

function file(clickIds: string): string {
  const path = join(temporaryFolder(), 'promo-lead.json');
  writeFileSync(path, `{ "leads": { "clickIds": ${clickIds} } }`);
  return path;
}

function refusals(clickIds: string): readonly string[] {
  const problems = problemsOf({}, { file: file(clickIds) });
  for (const { source } of problems) assert.equal(source, '"leads.clickIds" in the file');
  return problems.map(({ text }) => text);
}

describe('leads.clickIds', () => {
  it('maps promo codes to click ids', () => {
    const given = '{ "ANNA10": "partner-7", "бонус": "партнёр", "__proto__": "p" }';
    const { clickIds } = load({}, { file: file(given) });
    assert.deepEqual(
      [...clickIds],
      [
        ['ANNA10', 'partner-7'],
        ['бонус', 'партнёр'],
        ['__proto__', 'p'],
      ],
    );
  });

  it('refuses a click id that the vendor would refuse', () => {
    const ids = ['""', '" a"', '"a\\nb"', '7', 'null', '"\\ufffd"', `"${'a'.repeat(256)}"`];
    for (const id of ids) {
      assert.deepEqual(refusals(`{ "ANNA10": ${id} }`), [
        'must have for "ANNA10" a click id that the vendor takes: one line of 1 to 255 printable ' +
          'characters without spaces around it.',
      ]);
    }
    assert.deepEqual(refusals(`{ "ANNA10": "${'a'.repeat(255)}" }`), []);
  });

  it('refuses two spellings of one code', () => {
    assert.deepEqual(refusals('{ "ANNA-10": "a", "BEN10": "b", " anna–10": "a" }'), [
      'must have each promo code once: "ANNA-10" and " anna–10" are one. Leave one of them out.',
    ]);
  });

  it('refuses what cannot be a code', () => {
    for (const code of ['', ' ', '\\u0000', 'a'.repeat(65)]) {
      const [text = ''] = refusals(`{ "${code}": "a" }`);
      assert.match(text, /^must have promo codes before the colons, of 1 to 64 printable/);
    }
  });

  it('reports all problems at once, and what is expected', () => {
    assert.equal(refusals('{ "": "a", "B": "", "C": "c", "c": "d" }').length, 3);
    for (const other of ['[]', '"ANNA10"', '1', 'null']) {
      assert.deepEqual(refusals(other), ['must be { "PROMO CODE": "click id" }.']);
    }
  });
});

describe('promo-lead leads show', () => {
  it('shows the click id that the server sends for a promo code', async () => {
    const data = temporaryFolder();
    const config = load({}, { file: file('{ "ANNA10": "partner-7" }'), flags: { port: 0, data } });
    const server = await startServer(config, { log: silent });
    try {
      const reply = await postLead(server.url, { phone: '62811000001', promo_code: 'anna10' });
      const { ref } = (await reply.json()) as { readonly ref: string };
      const { stdout } = await promoLead(['leads', 'show', ref, '--data', data]);
      assert.match(stdout, /^click id +partner-7$/m);
    } finally {
      await server.close();
    }
  });
});
