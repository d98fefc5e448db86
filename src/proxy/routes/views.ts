import { Hono } from 'hono';
import type { Connection } from '../../contract/fetch-handler.ts';
import type { Product } from '../../contract/product.ts';
import { normaliseText } from '../../contract/text.ts';
import { validate } from '../../contract/validate.ts';
import { ViewRequest } from '../../contract/view.ts';
import { mediaType, readText } from '../guards/body.ts';
import { parseJsonObject } from '../guards/json.ts';
import { findSlug } from '../intake/catalogue.ts';
import type { Visitor } from '../limits/visit.ts';
import { ProblemError } from '../problem-reply.ts';
import type { View, ViewCounts } from '../views/view-counts.ts';
import type { RouteEnv } from './env.ts';

export interface ViewRouteOptions {
  readonly counts: ViewCounts;
  readonly products: readonly Product[];
  /** Throws `too-many-requests`. */
  readonly admit: (visitor: Visitor) => void;
}

/** In bytes. A form cuts its texts off, so a view is far smaller. */
const bodyBytesMax = 4096;
const types: ReadonlySet<string> = new Set(['text/plain', 'application/json']);

/**
 * `POST /v1/views`, from a page that ignores the reply. So the reply is always the same, and a view
 * that cannot be read or comes too often is not counted.
 */
export function viewRoutes({ counts, products, admit }: ViewRouteOptions): Hono<RouteEnv> {
  const routes = new Hono<RouteEnv>();
  routes.post('/', async (context) => {
    try {
      admit(context.env.visitor);
      const view = await readView(context.req.raw, products, context.env);
      if (view) counts.add(view);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
    return context.body(null, 204);
  });
  return routes;
}

/** Undefined for what no form of ours sends, and for a product whose leads are refused. */
async function readView(
  request: Request,
  products: readonly Product[],
  connection?: Connection,
): Promise<View | undefined> {
  // A browser sends `text/plain` without a preflight; the body is the same JSON.
  if (!types.has(mediaType(request))) return undefined;
  const text = await readText(request, connection, bodyBytesMax);
  const read = validate(ViewRequest, parseJsonObject(text));
  if (!read.ok) return undefined;
  const product = normaliseText(read.value.product ?? '');
  const slug = product === '' ? '' : findSlug(products, product);
  return slug === undefined ? undefined : { ...read.value, product: slug };
}
