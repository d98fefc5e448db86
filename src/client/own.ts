/**
 * A copy without prototypes: `JSON.stringify` would otherwise ask a polluted
 * `Object.prototype.toJSON` what to send.
 */
export function own(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, field] of Object.entries(value)) copy[name] = own(field);
  return copy;
}
