/** A secret of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
const secretText = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

/** @throws {TypeError} If it is not a secret; the message does not hold it. */
export function readSecret(secret: string): Uint8Array<ArrayBuffer> {
  const [, base64 = ''] = secretText.exec(secret) ?? [];
  const bytes = decodeBase64(base64);
  if (bytes === undefined || bytes.length < 24 || bytes.length > 64) {
    throw new TypeError('Cannot use webhook secret: not "whsec_" and 24 to 64 bytes in base64');
  }
  return bytes;
}

function decodeBase64(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

export interface WebhookMessage {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/** `v1,…`: HMAC-SHA256 of id, timestamp and body, as the header `webhook-signature` has it. */
export async function sign(
  secret: Uint8Array<ArrayBuffer>,
  { id, timestamp, body }: WebhookMessage,
): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const digest = new Uint8Array(await crypto.subtle.sign('HMAC', key, signed));
  return `v1,${btoa(String.fromCharCode(...digest))}`;
}
