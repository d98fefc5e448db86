import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openGallery, startGallery } from './gallery.ts';
import { states } from './states.ts';

/** Our minimum; WCAG 2.2 requires 24 in 2.5.8 (AA) and 44 in 2.5.5 (AAA). */
const targetPxMin = 44;

/** Every control with the size of its target: a checkbox in a label is hit with the label. */
function targets(page: Page): Promise<readonly (readonly [name: string, pixels: number])[]> {
  const shown = 'button, input:not(.hidden), select';
  return page.locator(shown).evaluateAll((controls) =>
    controls
      .filter((control) => control.checkVisibility({ visibilityProperty: true }))
      .map((control) => {
        const { host } = control.getRootNode() as ShadowRoot;
        const { width, height } = (control.closest('label') ?? control).getBoundingClientRect();
        return [`${host.id} ${control.localName} ${control.id}`, Math.min(width, height)];
      }),
  );
}

/** How many animations run in the page and in its elements. */
function animations(page: Page): Promise<number> {
  return page.locator('*').evaluateAll((elements) => {
    const running = elements.flatMap((element) => element.getAnimations({ subtree: true }));
    return new Set(running).size;
  });
}

describe('Every state', () => {
  for (const width of [320, 1280]) {
    it(`has targets of ${targetPxMin} pixels, on a screen of ${width}`, async () => {
      const viewport = { width, height: 800 };
      const page = await openGallery(await startGallery(), {}, { viewport });
      const found = await targets(page);
      assert.ok(found.length > states.length);
      assert.deepEqual(
        found.filter(([, pixels]) => pixels < targetPxMin),
        [],
      );
    });
  }

  it('does not move if less motion is preferred', async () => {
    const url = await startGallery();
    const moving = await openGallery(url, {}, { reducedMotion: 'no-preference' });
    assert.equal(await animations(moving), 2, 'two rings turn: checking, and submitting');
    const still = await openGallery(url, {}, { reducedMotion: 'reduce' });
    assert.equal(await animations(still), 0);
  });
});

it('A page prints with what was typed, and without a button to click', async () => {
  const only = states.filter(({ name }) => /^lead-form-(failed-whole|accepted)$/.test(name));
  const page = await openGallery(await startGallery(), { only }, { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const form = page.locator('#lead-form-failed-whole');
  assert.equal(await form.getByRole('textbox', { name: 'First name' }).inputValue(), 'Ayu');
  assert.equal(await form.getByText('That didn’t go through.').last().isVisible(), true);
  assert.equal(await form.locator('[part=submit]').isVisible(), false);
  assert.equal(await page.getByText('Thank you!').isVisible(), true);
});
