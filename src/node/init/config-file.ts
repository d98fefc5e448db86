import * as fs from 'node:fs';
import { defaultSlugs } from '../config/products.ts';
import { writeSetting } from '../config/sources.ts';
import { itemsIn } from '../config/values.ts';
import { DataError } from '../store/data-folder.ts';
import { withDraft } from '../store/with-draft.ts';
import { reasonOf } from '../system-error.ts';

/** What goes into the file: lists as lists, and no defaults. */
export function configText(answers: ReadonlyMap<string, string>): string {
  const config: Record<string, unknown> = {};
  for (const [key, answer] of answers) {
    const isDefault = key === 'products' && answer === defaultSlugs;
    if (answer === '' || isDefault) continue;
    const isList = ['origins', 'products', 'trustedProxies'].includes(key);
    writeSetting(config, key, isList ? itemsIn(answer) : answer);
  }
  return `${JSON.stringify(config, null, 2)}\n`;
}

/**
 * Writes it for this user alone, because it may hold secrets. A server that starts now reads the
 * old one or the new one.
 */
export function writeConfigFile(path: string, text: string): void {
  try {
    withDraft(path, (draft) => {
      fs.writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
      fs.renameSync(draft, path);
    });
  } catch (cause) {
    throw new DataError(`Cannot write ${path}: ${reasonOf(cause)}`, { cause });
  }
}
