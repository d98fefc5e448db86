import assert from 'node:assert/strict';
import { it } from 'node:test';
import { contrasts, marks } from './contrast.ts';
import { openGallery, startGallery } from './gallery.ts';

/** WCAG 2.2: 1.4.3 for text, 1.4.11 for what makes a control visible. */
const leastOf = (what: string): number => (what.startsWith('placeholder') ? 4.5 : 3);

it('Frames, placeholders and the accent stand out in every state, light and dark', async () => {
  const page = await openGallery(await startGallery());
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const found = await contrasts(page);
    assert.ok(found.length > 50);
    const faint = found.filter(({ what, ratio }) => ratio < leastOf(what));
    assert.deepEqual(faint, [], colorScheme);
  }
});

it('Marks are visible in forced colours, where the page’s background is theirs', async () => {
  const page = await openGallery(await startGallery());
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, forcedColors: 'active' });
    const found = await marks(page);
    assert.ok(found.length > 8);
    assert.deepEqual(
      found.filter(({ ratio }) => ratio < 3),
      [],
      colorScheme,
    );
  }
});
