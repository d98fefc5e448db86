import type { CodeProviderKind, ContactProviderKind } from '../../../contract/owner/setup.ts';

/** A sentence for each kind of provider, with its name. */
type Sentences<Kind extends string> = Readonly<Record<Kind, (name: string) => string>>;

/** What the pages say of who has promo codes and contacts. */
export interface ProvidersTexts {
  /** On the overview, before whether it answers. */
  readonly taker: Sentences<ContactProviderKind>;
  readonly settleHint: Sentences<ContactProviderKind>;
  readonly contacts: Sentences<Exclude<ContactProviderKind, 'embedded'>>;
  readonly codes: Sentences<Exclude<CodeProviderKind, 'embedded'>>;
  /** Before uses of promo codes that are in doubt. */
  readonly usesHint: Sentences<CodeProviderKind>;
}
