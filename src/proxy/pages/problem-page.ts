import { html } from 'hono/html';
import type { ProblemType } from '../../contract/problem.ts';
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

/** Problems of the page's form, which no visitor can mend: each form of that page is refused. */
const lasting: ReadonlySet<ProblemType> = new Set([
  'origin-not-allowed',
  'unsupported-media-type',
  'invalid-body',
]);

function bodyOf(texts: PageTexts, { type, message, options }: ProblemError): Html {
  if (options.retryAfterSeconds !== undefined) {
    return html`<p>${texts.notTaken}</p>
      <p>${texts.problem}</p>`;
  }
  return html`<p>${adviceFor(texts, type)}</p>
    <p lang="en">${message}</p>`;
}

function adviceFor(texts: PageTexts, type: ProblemType): string {
  if (type === 'too-large') return texts.tooLarge;
  return lasting.has(type) ? texts.neverTaken : texts.problem;
}
