import { Marked } from 'marked';

/** Each block of code can be scrolled with the keyboard, and has a button to copy it. */
function codeBlock(text: string, name: string): string {
  const pre = `<pre tabindex="0" role="group" aria-label="${name}">`;
  return `<div class="code">${pre}<code>${escapeHtml(text)}</code></pre></div>`;
}

const names: Readonly<Record<string, string>> = {
  css: 'CSS',
  html: 'HTML',
  js: 'JavaScript',
  json: 'JSON',
  sh: 'commands',
};

const marked = new Marked({
  renderer: {
    heading({ tokens, depth, text }) {
      const body = this.parser.parseInline(tokens);
      return `<h${depth} id="${anchorOf(text)}">${body}</h${depth}>\n`;
    },
    code: ({ text, lang = '' }) => codeBlock(text, names[lang] ?? 'code'),
    // In the repository, a guide links to the sources of others.
    link({ href, tokens }) {
      const body = this.parser.parseInline(tokens);
      return `<a href="${escapeHtml(href.replace(/\.md(?=#|$)/, '.html'))}">${body}</a>`;
    },
  },
});

export function renderMarkdown(text: string): string {
  return marked.parse(text, { async: false });
}

/** Markdown of a cell or a sentence. */
export function renderLine(text: string): string {
  return marked.parseInline(text, { async: false });
}

export function anchorOf(text: string): string {
  return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-');
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
