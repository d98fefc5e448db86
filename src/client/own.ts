/**
 * A copy without prototypes: otherwise `JSON.stringify` would call a polluted
 * `Object.prototype.toJSON`.
 */
export function own(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, field] of Object.entries(value)) copy[name] = own(field);
  return copy;
}
