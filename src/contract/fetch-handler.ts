/** What a request itself does not say. */
export interface Connection {
  /** The address at the other end: the visitor's, or a reverse proxy's. */
  readonly remoteAddress?: string | undefined;
  /** Whether a body is never longer than its `Content-Length`, as an HTTP/1.1 server guarantees. */
  readonly framesBody?: boolean;
  /** Waits for a body; if it takes too long, fails with the problem for its sender. */
  readonly withBodyTimeout?: (<T>(body: Promise<T>) => Promise<T>) | undefined;
  /**
   * The visitor's address, if something in front has found it by its own rules (Express's
   * `request.ip`, say): it is trusted, and no header is read.
   */
  readonly visitorAddress?: string | undefined;
}

/** Everything that answers HTTP here: the proxy, the embedded backend, the network, a test. */
export type FetchHandler = (request: Request, connection?: Connection) => Promise<Response>;
