import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Inputs of a parser, as Latin-1: a character for each byte. */
export function readCorpus(target: string): readonly Buffer[] {
  const file = fileOf(target);
  const texts = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : [];
  return texts.map((text) => Buffer.from(text, 'latin1'));
}

/** Adds an input for good, so that `npm test` tries it from now on. */
export function addToCorpus(target: string, input: Buffer): void {
  const all = [...readCorpus(target), input].map((bytes) => bytes.toString('latin1'));
  const text = JSON.stringify([...new Set(all)], null, 2).replace(
    /[\u007f-\u00ff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  writeFileSync(fileOf(target), `${text}\n`);
}

function fileOf(target: string): URL {
  return new URL(`./corpus/${target}.json`, import.meta.url);
}
