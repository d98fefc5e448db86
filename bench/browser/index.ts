import { existsSync } from 'node:fs';
import { launchChromium } from '../../test/support/browsers/chromium.ts';
import type { Section } from '../report.ts';
import { sectionOfGoals } from './goals.ts';
import { measureKeyStrokes } from './key-strokes.ts';
import { measureLoading } from './loading.ts';
import { formCount, measureManyForms } from './many-forms.ts';
import { pages } from './pages.ts';
import { documentOf, makeAssets, openSite } from './site.ts';

/** The latency of a script or a style sheet, as on a usual network. */
const delayMs = 100;

/** The elements in a page, compared with floors and alternatives. */
export async function measure(
  minutes: number,
  say: (text: string) => void,
): Promise<readonly Section[]> {
  if (!existsSync('dist/cdn/promo-lead.js')) {
    throw new Error('Cannot measure: run npm run build first');
  }
  const until = performance.now() + minutes * 60_000;
  say('bundling');
  const assets = await makeAssets(pages);
  const documents = new Map(
    pages.map((page) => [`/${page.name}`, documentOf(page, assets)] as const),
  );
  const script = '<script type="module" src="/widget/promo-lead.js"></script>';
  const form = '<lead-form endpoint="/" product="blackmask"></lead-form>';
  const native = pages.find(({ name }) => name === 'form-native-html')?.body ?? '';
  const start = '<!doctype html><html lang="en">';
  documents.set('/many/ours', start + script + form.repeat(formCount));
  documents.set('/many/native', start + native.repeat(formCount));
  await using site = await openSite(documents, assets, delayMs);
  const browser = await launchChromium('whole');
  try {
    const keyStrokes = await measureKeyStrokes(browser, site.url, say);
    const many = { ours: `${site.url}/many/ours`, native: `${site.url}/many/native` };
    const manyForms = await measureManyForms(browser, many, say);
    const loading = await measureLoading(browser, site.url, until, say);
    return [
      sectionOfGoals(loading, keyStrokes, manyForms),
      ...loading.sections,
      keyStrokes.section,
      manyForms.section,
    ];
  } finally {
    await browser.close();
  }
}
