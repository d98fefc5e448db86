/** What the page of contacts and of clients of the API says. */
export interface ContactTexts {
  readonly heading: string;
  readonly searchHint: string;
  readonly number: string;
  readonly made: string;
  readonly by: string;
  readonly empty: string;
  readonly emptySearch: string;
  readonly downloaded: (rows: string) => string;
  readonly clients: string;
  readonly tokens: string;
  readonly tokensHint: string;
  readonly tokenName: string;
  readonly add: string;
  readonly newToken: (name: string) => string;
  readonly newTokenHint: string;
  readonly valid: string;
  readonly own: string;
  readonly revokedAt: (when: string) => string;
  readonly revoke: string;
  readonly revokeTitle: (name: string) => string;
  readonly revokeText: string;
  readonly revoked: (name: string) => string;
  readonly makers: string;
  readonly makersHint: string;
  readonly noMakers: string;
}
