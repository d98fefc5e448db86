import { html, raw } from 'hono/html';
import { randomRef } from '../random-ref.ts';
import type { PageLanguage } from './texts.ts';

/** A piece of a page; `hono/html` escapes every value that goes into one. */
export type Html = ReturnType<typeof html>;

export interface Page {
  readonly title: string;
  readonly body: Html;
  /**
   * Whether its form leads to a page of the owner's, which may redirect to any other. Chromium
   * applies the page's policy to each redirect after its form, and stays on the page if one is
   * refused.
   */
  readonly isFormLeavingUs?: boolean;
}

const styles = `
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; min-height: 100svh; place-items: center; }
main { box-sizing: border-box; inline-size: min(100%, 30rem); padding: 2rem 1.25rem; }
h1 { margin: 0 0 .5rem; font-size: 1.75rem; line-height: 1.2; }
p { margin: 0 0 1rem; }
label { display: block; margin-block: 1rem .25rem; font-weight: 600; }
input:not([type=checkbox]), textarea, select, button {
  box-sizing: border-box; inline-size: 100%; padding: .7rem .8rem; font: inherit;
  border: 1px solid GrayText; border-radius: .5rem;
}
[aria-invalid] { border: 2px solid #c5221f; }
.error { margin: .25rem 0 0; color: light-dark(#b3261e, #ffb4ab); }
button {
  margin-block-start: 1.5rem; border: 0; background: #1a5fd0; color: #fff; font-weight: 600;
}
`;

/** A whole page that runs no script and loads nothing. */
export async function pageReply(
  status: number,
  language: PageLanguage,
  page: Page,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const nonce = randomRef();
  const { title, body, isFormLeavingUs = false } = page;
  const formTargets = isFormLeavingUs ? '*' : "'self'";
  const text = await html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style nonce="${nonce}">
          ${raw(styles)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;
  return new Response(String(text), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      // Without `frame-ancestors`: a form in a frame is answered there, and whoever may frame the
      // form may frame its answer.
      'content-security-policy':
        `default-src 'none'; style-src 'nonce-${nonce}'; form-action ${formTargets}; ` +
        `base-uri 'none'`,
      // Under `no-referrer` a browser posts the correction with `Origin: null` (Fetch, "append a
      // request Origin header").
      'referrer-policy': 'same-origin',
      ...headers,
    },
  });
}
