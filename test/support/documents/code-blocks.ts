import { globSync, readFileSync } from 'node:fs';

interface CodeBlock {
  readonly file: string;
  /** The language of the fence. */
  readonly lang: string;
  readonly text: string;
}

/** The fenced code blocks of Markdown files. */
export function codeBlocks(
  files: string,
  adapt: (text: string) => string = (text) => text,
): readonly CodeBlock[] {
  return globSync(files)
    .toSorted()
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(
        ([, lang = '', text = '']) => ({ file, lang, text: adapt(text).trim() }),
      ),
    );
}
