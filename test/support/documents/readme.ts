/** Regenerates the tables of the README: `npm run readme`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './readme-tables.ts';

const file = 'README.md';
writeFileSync(file, withTables(readFileSync(file, 'utf8')));
