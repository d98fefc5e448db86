import { html } from 'hono/html';
import type { ProblemError } from '../problem-reply.ts';
import type { Html, Page } from './page.ts';
import { type PageLanguage, type PageTexts, pageTexts } from './texts.ts';

/**
 * The page of a form post that was refused before its fields were read, or could not be stored. If
 * the problem is temporary, the visitor may send it again; otherwise the page says what to tell the
 * owner.
 */
export function problemPage(language: PageLanguage, problem: ProblemError): Page {
  const texts = pageTexts[language];
  return { title: texts.problemTitle, body: bodyOf(texts, problem) };
}

function bodyOf(texts: PageTexts, { type, message, options }: ProblemError): Html {
  if (options.retryAfterSeconds !== undefined) {
    return html`<p>${texts.notTaken}</p>
      <p>${texts.problem}</p>`;
  }
  return html`<p>${type === 'origin-not-allowed' ? texts.neverTaken : texts.problem}</p>
    <p lang="en">${message}</p>`;
}
