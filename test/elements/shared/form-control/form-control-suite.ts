import { focusSuite } from './focus-suite.ts';
import { ownerSuite } from './owner-suite.ts';
import type { Create } from './stage.ts';
import { validitySuite } from './validity-suite.ts';
import { valueSuite } from './value-suite.ts';

/**
 * What a text control does in a page, for any of them: the native one is the reference.
 *
 * Covers the web platform's own tests one by one: `web-platform-tests.md` says which
 * test here covers which behaviour of theirs.
 */
export function formControlSuite(name: string, create: Create): void {
  describe(`${name} as a form control`, () => {
    ownerSuite(create);
    valueSuite(create);
    validitySuite(create);
    focusSuite(create);
  });
}
