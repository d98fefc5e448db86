/** What a request does not say of itself. */
export interface Connection {
  /** The address at the other end: the visitor's, or a reverse proxy's. */
  readonly remoteAddress?: string | undefined;
  /** Whether no more comes of a body than its `Content-Length` says: so does an HTTP/1.1 server. */
  readonly framesBody?: boolean;
  /** Waits for a body, and fails with what its sender is to read where it takes too long. */
  readonly withBodyTimeout?: (<T>(body: Promise<T>) => Promise<T>) | undefined;
  /**
   * The visitor's own, where something in front has found it by rules of its own (Express's
   * `request.ip`, say): it is believed, and no header is asked.
   */
  readonly visitorAddress?: string | undefined;
}

/** Everything that answers HTTP here: the proxy, the embedded backend, the network, a test. */
export type FetchHandler = (request: Request, connection?: Connection) => Promise<Response>;
