import type { OwnerCheck, OwnerCheckName } from '../../../contract/owner/setup.ts';

/** What the page for setting up says. */
export interface SetUpTexts {
  readonly heading: string;
  readonly checks: string;
  readonly checksHint: string;
  readonly statuses: Readonly<Record<OwnerCheck['status'], string>>;
  /** What was looked at, by its name on the command line. */
  readonly checkNames: Readonly<Record<OwnerCheckName, string>>;
  readonly summary: (problems: number) => string;
  readonly right: (count: number) => string;
  readonly again: string;
  readonly snippet: string;
  readonly snippetHint: string;
  readonly product: string;
  readonly address: string;
  readonly addressHint: string;
  readonly promo: string;
  readonly script: string;
  readonly npm: string;
  readonly npmHint: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyByHand: string;
  readonly origins: string;
  readonly originsHint: string;
  readonly products: string;
  readonly productsHint: string;
  readonly slug: string;
  readonly title: string;
  readonly aliases: string;
}
