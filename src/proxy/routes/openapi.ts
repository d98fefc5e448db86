import { Hono } from 'hono';
import { openApi, type OpenApiPart } from '../openapi/openapi.ts';
import { paths } from '../paths.ts';

/** `GET /openapi.json`, made from the schemas that the routes parse with. */
export function openApiRoutes(more?: OpenApiPart): Hono {
  const routes = new Hono();
  let document: string | undefined;
  routes.get(paths.openApi, (context) => {
    document ??= JSON.stringify(openApi(more));
    return context.body(document, 200, {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
    });
  });
  return routes;
}
