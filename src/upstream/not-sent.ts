/** Errors that occur only before there is a connection, so before any byte of a request. */
const beforeConnection: ReadonlySet<string> = new Set([
  // DNS (getaddrinfo(3)).
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
  // TCP.
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  // TLS: what Node's client raises during the handshake
  // (nodejs.org/api/tls.html#x509-certificate-error-codes). Alerts that a TLS 1.3 server may send
  // after the handshake are left out: bytes may have been sent by then.
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'HOSTNAME_MISMATCH',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
]);

/** Errors that an established connection can have too: these count only from connect(2). */
const whileConnecting: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EMFILE',
]);

/** What an error of Node or of undici may have. */
interface ErrorParts {
  readonly code?: unknown;
  readonly syscall?: unknown;
  /** Of an `AggregateError`. */
  readonly errors?: unknown;
  readonly cause?: unknown;
}

/** `fetch failed` has the reason as its cause; nobody nests deeper than this. */
const depthMax = 8;

/**
 * The error code that proves that no byte of the request was sent, or undefined. An allow-list: an
 * error that is not known to be harmless leaves the call in doubt.
 */
export function notSentCode(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > depthMax) return undefined;
  const { code, syscall, errors, cause }: ErrorParts = error;
  if (Array.isArray(errors) && errors.length > 0) {
    // One attempt for each address of the host: all of them must have failed to connect.
    const codes = errors.map((each) => notSentCode(each, depth + 1));
    return codes.includes(undefined) ? undefined : codes[0];
  }
  if (typeof code === 'string') {
    if (beforeConnection.has(code)) return code;
    if (whileConnecting.has(code) && syscall === 'connect') return code;
  }
  return notSentCode(cause, depth + 1);
}
