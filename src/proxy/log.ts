/**
 * Where the proxy writes what happened. Fields hold refs, states and counts: never a token, a
 * URL or a field of a lead.
 */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}
