let keys = 0;

/** Sends a lead as the element does. */
export function postLead(url: string, fields: object): Promise<Response> {
  keys += 1;
  return fetch(`${url}/v1/leads`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': `lead-${String(keys).padStart(16, '0')}`,
      origin: url,
    },
    body: JSON.stringify({
      first_name: 'Ana',
      last_name: 'Sari',
      product: 'blackmask',
      ...fields,
    }),
  });
}
