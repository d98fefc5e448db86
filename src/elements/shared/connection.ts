import { type Client, createClient } from '../../client/client.ts';

/** The client of an element: the one that the page gave it, else one made from its endpoint. */
export class Connection {
  #endpoint: string | undefined;
  #client: Client | undefined;

  /** `undefined` where there is no endpoint, or one that may not be used. */
  to(endpoint: string | undefined): Client | undefined {
    if (endpoint !== this.#endpoint) {
      this.#endpoint = endpoint;
      this.#client = connect(endpoint);
    }
    return this.#client;
  }
}

function connect(endpoint: string | undefined): Client | undefined {
  if (!endpoint) return undefined;
  try {
    return createClient({ endpoint });
  } catch {
    return undefined;
  }
}
