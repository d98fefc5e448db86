import { html } from 'hono/html';
import type { ProblemError } from '../problem-reply.ts';
import type { Page } from './page.ts';
import { type PageLanguage, pageTexts } from './texts.ts';

/** The page of a form post that was refused before its fields were looked at. */
export function problemPage(language: PageLanguage, problem: ProblemError): Page {
  const texts = pageTexts[language];
  return {
    title: texts.problemTitle,
    body: html`<p>${texts.problem}</p>
      <p lang="en">${problem.message}</p>`,
  };
}
