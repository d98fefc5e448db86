import type { ClientOptions } from '../../client/post.ts';

/** The client for an element's endpoint: created once, until the endpoint changes. */
export class Connection<Client> {
  readonly #create: (options: ClientOptions) => Client;
  #endpoint: string | undefined;
  #client: Client | undefined;

  constructor(create: (options: ClientOptions) => Client) {
    this.#create = create;
  }

  /** Returns `undefined` if there is no endpoint, or one that may not be used. */
  to(endpoint: string | undefined): Client | undefined {
    if (endpoint !== this.#endpoint) {
      this.#endpoint = endpoint;
      try {
        this.#client = this.#create({ endpoint: endpoint ?? '' });
      } catch {
        this.#client = undefined;
      }
    }
    return this.#client;
  }
}
