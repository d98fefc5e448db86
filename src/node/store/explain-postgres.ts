import { StoreError } from '../../store/index.ts';
import { describeLocation, type PostgresLocation } from '../config/store-location.ts';
import { codeOf, messageOf } from '../system-error.ts';

/** Why a PostgreSQL cannot be used and what to do about it, in a sentence for the owner. */
export function explainPostgres(location: PostgresLocation, error: unknown): string {
  const name = describeLocation(location);
  if (error instanceof StoreError && error.failure === 'newer') {
    return `Cannot use store ${name}: ${error.message}. Update this one.`;
  }
  const cause = error instanceof StoreError ? error.cause : error;
  const text = messageOf(error);
  const found = byText.find(([pattern]) => pattern.test(text));
  return `Cannot use store ${name}: ${byCode[codeOf(cause)] ?? found?.[1] ?? text}.`;
}

const untrusted =
  'nobody whom this machine trusts has signed its certificate. Name who has: sslrootcert=FILE';

/** By SQLSTATE, or by the code of Node's error. */
const byCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there. Start it, or correct the host and the port',
  ENOENT: 'there is no such socket. Start it, or correct the folder',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up just now',
  EHOSTUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the host does not answer',
  '28P01': 'it refuses the user or the password',
  '28000': 'it refuses the user',
  '3D000': 'it has no such database. Make it: createdb NAME',
  '42501':
    'the user may not make tables. Let an administrator: grant create on schema public to USER',
  '3F000': 'the search path names no schema that exists and that the user may use',
  '53300': 'it has no connection to spare',
  '57P03': 'it is starting up or shutting down. Try again',
  '25006': 'it is a standby, which takes no writes. Use the address of the primary',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another host name. Correct the host, or say sslmode=verify-ca',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
};

/** The driver's own errors have no code. */
const byText: readonly (readonly [RegExp, string])[] = [
  [
    /does not support SSL/,
    'it does not speak TLS. If the network in between is yours alone, say sslmode=disable',
  ],
  [/password must be a (?:non-empty )?string/, 'it wants a password, and the URL has none'],
  [/timeout/i, 'it does not answer in time'],
];
