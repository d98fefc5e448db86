/** The paths of the proxy: they are routed, described, counted and limited by these. */
export const paths = {
  leads: '/v1/leads',
  validate: '/v1/promo-codes/validate',
  redeem: '/v1/promo-codes/redeem',
  challenge: '/v1/challenge',
  views: '/v1/views',
  health: '/healthz',
  readiness: '/readyz',
  metrics: '/metrics',
  openApi: '/openapi.json',
} as const;

const all: ReadonlySet<string> = new Set(Object.values(paths));

/** Whether it is one of these paths. */
export function isKnownPath(path: string): boolean {
  return all.has(path);
}

/** Whether pages call it; the other paths are for the operator of the server. */
export function isForPages(path: string): boolean {
  return path.startsWith('/v1/');
}
