import { Hono } from 'hono';
import { eachCode, requireCompany } from '../../backend/index.ts';
import { importBytesMax, OwnerCodeExportQuery } from '../../contract/owner/codes.ts';
import { OwnerImport, OwnerImportQuery } from '../../contract/owner/import.ts';
import { mediaType, readFileBody } from '../../proxy/guards/body.ts';
import { ProblemError } from '../../proxy/problem-reply.ts';
import { firstCodes, importFile } from '../codes/codes-file.ts';
import { codeColumns, exportedCodes } from '../codes/exported-codes.ts';
import type { OwnerEnv } from '../env.ts';
import type { Downloads } from '../exports/downloads.ts';
import { exportReply, fileName } from '../exports/export-reply.ts';
import type { OwnerOptions } from '../options.ts';
import { mapBackendErrors, readQuery } from '../requests.ts';

/** What a browser waits for, as {@link importBytesMax}: the command line takes more. */
const rowsMax = 10_000;
const shown = 10;

/** `/v1/owner/codes/{import,export}`, of the embedded backend. */
export function codeFileRoutes(
  { store, now, readCodes, csvRecord, nextTurn: pause }: OwnerOptions,
  downloads: Downloads,
): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  routes.post('/codes/import', async (context) => {
    const request = context.req.raw;
    const { company, write } = readQuery(request, OwnerImportQuery);
    if (mediaType(request) !== 'text/csv') {
      throw new ProblemError('unsupported-media-type', { detail: 'Send Content-Type: text/csv.' });
    }
    const file = await readCodes(await readFileBody(request, importBytesMax), pause);
    const { length } = file.rows;
    if (length > rowsMax) {
      throw new ProblemError('too-large', {
        detail: `Send at most ${rowsMax} rows; "promo-lead codes import" takes more.`,
      });
    }
    if (write) await context.get('audit')('codes.import', `${company}: ${length}`);
    const options = { company, file, write: write === 'true', now: now(), pause };
    const result = await mapBackendErrors(() => importFile(store, options));
    if (result.problems.length > 0) context.set('wasRefused', true);
    const codes = firstCodes(file, { company, now: now(), count: shown });
    return context.json(OwnerImport.parse({ ...result, rows: length, codes }));
  });
  routes.get('/codes/export', async (context) => {
    const query = readQuery(context.req.raw, OwnerCodeExportQuery);
    const { company, search, format = 'csv', download } = query;
    await context.get('audit')('codes.export', JSON.stringify({ company, search, format }));
    // Before the file begins: after that, it is too late to say so.
    await mapBackendErrors(() => requireCompany(store, company));
    const all = exportedCodes(store, eachCode(store, { company, search }), now);
    const rows = download === undefined ? all : downloads.count(download, all);
    const name = fileName('codes', company, search === undefined ? undefined : 'search');
    const given = { name, format, columns: codeColumns, csvRecord, nextTurn: pause };
    return exportReply(rows, context.req.raw, given);
  });
  return routes;
}
