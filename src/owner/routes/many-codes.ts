import { Hono } from 'hono';
import { namedCodes, type NameProblem, setCodesActive } from '../../backend/index.ts';
import { ChangedOwnerCodes, ManyOwnerCodes } from '../../contract/owner/codes.ts';
import { ProblemError } from '../../proxy/problem-reply.ts';
import { codeRecords } from '../codes/code-record.ts';
import type { OwnerEnv } from '../env.ts';
import type { OwnerOptions } from '../options.ts';
import { mapBackendErrors, readBody } from '../requests.ts';

/** Room for the largest number of the longest codes. */
const bytesMax = 512 * 1024;
/** At most this many are named in the audit and in a problem. */
const named = 10;

/** `POST /v1/owner/codes/activity`, of the embedded backend. */
export function manyCodesRoutes({ store, now, nextTurn: pause }: OwnerOptions): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  routes.post('/codes/activity', async (context) => {
    const { company, codes, active } = await readBody(context.req.raw, ManyOwnerCodes, bytesMax);
    const subject = `${company}: ${codes.length} (${listSome(codes)})`;
    await context.get('audit')(active ? 'codes.activate' : 'codes.pause', subject);
    const { changed, problems } = await mapBackendErrors(() =>
      setCodesActive(store, { codes: codes.map((code) => ({ code, company })), active, pause }),
    );
    if (problems.length > 0) throw notThere(problems);
    const records = await codeRecords(store, await namedCodes(store, company, codes), now());
    return context.json(ChangedOwnerCodes.parse({ codes: records, changed }));
  });
  return routes;
}

function notThere(problems: readonly NameProblem[]): ProblemError {
  const codes = listSome(problems.map(({ code }) => `"${code}"`));
  return new ProblemError('not-found', {
    detail: `Cannot find ${problems.length} of the promo codes, and none was changed: ${codes}.`,
  });
}

function listSome(codes: readonly string[]): string {
  const first = codes.slice(0, named).join(', ');
  return codes.length > named ? `${first}, …` : first;
}
