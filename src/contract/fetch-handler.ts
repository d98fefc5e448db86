/** Everything that answers HTTP here: the proxy, the embedded backend, the network, a test. */
export type FetchHandler = (request: Request) => Promise<Response>;
