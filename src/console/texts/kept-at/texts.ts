import type { CodeKeeper, ContactKeeper } from '../../../contract/owner/setup.ts';

/** A sentence for each kind of keeper, with its name. */
type Sentences<Kind extends string> = Readonly<Record<Kind, (name: string) => string>>;

/** What the pages say of who has promo codes and contacts. */
export interface KeptAtTexts {
  /** On the overview, before whether it answers. */
  readonly taker: Sentences<ContactKeeper>;
  readonly settleHint: Sentences<ContactKeeper>;
  readonly contacts: Sentences<Exclude<ContactKeeper, 'embedded'>>;
  readonly codes: Sentences<Exclude<CodeKeeper, 'embedded'>>;
  /** Before uses of promo codes that are in doubt. */
  readonly usesHint: Sentences<CodeKeeper>;
}
