import { html } from 'hono/html';
import type { LeadReceipt } from '../../contract/lead.ts';
import type { Page } from './page.ts';
import { type PageLanguage, type PageTexts, pageTexts } from './texts.ts';

/** The page after a lead was stored, if the owner has none. */
export function thanksPage(language: PageLanguage, receipt: LeadReceipt): Page {
  const texts = pageTexts[language];
  const code = codeText(texts, receipt);
  return {
    title: texts.thanksTitle,
    body: html`<p>${texts.thanks}</p>
      ${code === undefined ? '' : html`<p>${code}</p>`}
      <p>${texts.reference(receipt.ref)}</p>`,
  };
}

function codeText(texts: PageTexts, { promo_code: verdict }: LeadReceipt): string | undefined {
  switch (verdict?.status) {
    case 'valid':
      return texts.codeValid;
    case 'invalid':
      return texts.codeInvalid;
    case 'unchecked':
      return texts.codeUnchecked;
    case undefined:
      return undefined;
  }
}
