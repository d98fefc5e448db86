import { resolve } from 'node:path';
import type { Connect, Plugin } from 'vite';
import { documentPages, writePage } from './pages.ts';

/** Pages of the demo that have no HTML of their own. */
export function documentInputs(folder: string): readonly string[] {
  return documentPages().map(({ path }) => resolve(folder, path));
}

/** Gives Vite the documents as pages of the demo, made from Markdown and the elements' manifest. */
export function documents(folder: string): Plugin {
  const pages = documentPages();
  const byFile = new Map(pages.map((page) => [resolve(folder, page.path), page]));
  const read = (file: string): string | undefined => {
    const page = byFile.get(file);
    return page && writePage(page, pages);
  };
  return {
    name: 'documents',
    enforce: 'pre',
    resolveId: (id) => (byFile.has(id) ? id : null),
    load: (id) => read(id) ?? null,
    configureServer({ middlewares, transformIndexHtml }) {
      const answer = async (
        ...[request, reply, next]: Parameters<Connect.NextHandleFunction>
      ): Promise<void> => {
        try {
          const { pathname } = new URL(request.url ?? '/', 'http://site');
          const html = read(resolve(folder, `.${pathname.replace(/\/$/, '/index.html')}`));
          if (html === undefined) return next();
          reply.setHeader('content-type', 'text/html; charset=utf-8');
          reply.end(await transformIndexHtml(pathname, html));
        } catch (error) {
          next(error);
        }
      };
      middlewares.use((...call) => {
        void answer(...call);
      });
    },
  };
}
