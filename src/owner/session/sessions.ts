import { hourMs } from '../../contract/durations.ts';
import { toHex } from '../../contract/to-hex.ts';
import { hmac } from '../../store/digest.ts';
import type { Store } from '../../store/store.ts';

export interface SessionsOptions {
  readonly store: Store;
  /** The owner's token. */
  readonly token: string;
  /** ms since 1970. */
  readonly now: () => number;
}

export interface NewSession {
  /** Only the cookie will have it. */
  readonly id: string;
  /** In the audit. */
  readonly name: string;
}

/** A working day. */
export const sessionMs: number = 12 * hourMs;
/** 256 random bits, far more than anybody can try (OWASP ASVS 5.0, 7.2.3). */
const idBytes = 32;

/**
 * The sessions of all servers on the store. A session is found by an HMAC of its id with the
 * owner's token: what is stored opens nothing, and a new token ends every session.
 */
export class Sessions {
  readonly #options: SessionsOptions;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  async begin(): Promise<NewSession> {
    const { store, now } = this.#options;
    const id = toHex(crypto.getRandomValues(new Uint8Array(idBytes)));
    const at = now();
    await store.deleteFrom('owner_sessions').where('expires_at', '<=', at).execute();
    const hash = this.#hash(id);
    await store
      .insertInto('owner_sessions')
      .values({ session_hash: hash, created_at: at, expires_at: at + sessionMs })
      .execute();
    return { id, name: actorOf(hash) };
  }

  /** The session's name in the audit; undefined if it is unknown or expired. */
  async actorOf(id: string): Promise<string | undefined> {
    const { store, now } = this.#options;
    const hash = this.#hash(id);
    const session = await store
      .selectFrom('owner_sessions')
      .select('created_at')
      .where('session_hash', '=', hash)
      .where('expires_at', '>', now())
      .executeTakeFirst();
    return session && actorOf(hash);
  }

  async end(id: string): Promise<void> {
    const { store } = this.#options;
    const hash = this.#hash(id);
    await store.deleteFrom('owner_sessions').where('session_hash', '=', hash).execute();
  }

  #hash(id: string): string {
    return hmac(this.#options.token, `session ${id}`);
  }
}

/** Enough to tell sessions apart, and too little to be used as one. */
function actorOf(hash: string): string {
  return `session ${hash.slice(0, 8)}`;
}
