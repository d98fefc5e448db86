import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { focusOf } from './contrast.ts';
import { openGallery, startGallery } from './gallery.ts';
import { journey } from './states.ts';

/** The focus is where it belongs and is visible: WCAG 2.2, 2.4.7 and 1.4.11. */
async function expectFocus(page: Page, at: string): Promise<number> {
  const focus = await focusOf(page);
  assert.equal(focus.at, at);
  assert.ok(focus.outlinePx >= 2, `an outline of ${focus.outlinePx} pixels at ${at}`);
  assert.ok(focus.ratio >= 3, `a contrast of ${focus.ratio} at ${at}`);
  return focus.top;
}

const stops = [
  'input first_name',
  'input last_name',
  'input phone',
  'select product',
  'input input',
  'button Apply',
  'input consent',
  'button Send',
];

describe('Without a mouse', () => {
  for (const dir of ['ltr', 'rtl'] as const) {
    it(`the focus goes down the form, back up, and out at either end: ${dir}`, async () => {
      const page = await openGallery(await startGallery(), { dir, only: [journey] });
      const tops: number[] = [];
      for (const stop of stops) {
        await page.keyboard.press('Tab');
        tops.push(await expectFocus(page, stop));
      }
      for (const stop of stops.toReversed().slice(1)) {
        await page.keyboard.press('Shift+Tab');
        await expectFocus(page, stop);
      }
      // The "Apply" button is beside its field.
      const order = tops.map(Math.round).filter((_, index) => stops[index] !== 'button Apply');
      assert.deepEqual(
        order,
        order.toSorted((a, b) => a - b),
      );
      await page.keyboard.press('Shift+Tab');
      assert.equal((await focusOf(page)).at.startsWith('body'), true);
    });
  }

  it('a lead is typed, corrected and sent, with a code', async () => {
    const page = await openGallery(await startGallery(), { only: [journey] });
    const { keyboard } = page;
    // Enter moves to the next field once the rest of the form is loaded.
    await page.locator('[name=trap]').waitFor({ state: 'attached' });
    const tab = (): Promise<void> => keyboard.press('Tab');
    await tab();
    await keyboard.type('Ayu');
    await keyboard.press('Escape');
    await keyboard.press('Enter');
    await expectFocus(page, 'input last_name');
    await keyboard.type('Lestari');
    await keyboard.press('Enter');
    await expectFocus(page, 'input phone');
    await keyboard.press('Enter');
    await page.getByText('Please check: Phone and Product.').waitFor({ state: 'attached' });
    await expectFocus(page, 'input phone');
    await keyboard.type('0812 3456 789');
    await tab();
    await keyboard.press('ArrowDown');
    await tab();
    await keyboard.type('spring-10');
    await keyboard.press('Enter');
    await page.getByText('Code SPRING-10 applied.').waitFor();
    await expectFocus(page, 'input input');
    await tab();
    await expectFocus(page, 'button Remove');
    // A moment later, so that it does not count as a click meant for "Apply".
    await page.evaluate(() => {
      const now = performance.now.bind(performance);
      performance.now = () => now() + 500;
    });
    await keyboard.press('Enter');
    await expectFocus(page, 'input input');
    await keyboard.type('spring-10');
    await tab();
    await keyboard.press('Space');
    await page.getByText('Code SPRING-10 applied.').waitFor();
    await expectFocus(page, 'button Remove');
    await tab();
    await keyboard.press('Space');
    await expectFocus(page, 'input consent');
    await tab();
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Thank you!' }).waitFor();
    const { at } = await focusOf(page);
    assert.match(at, /^div thanks/);
    await expectFocus(page, at);
  });
});
