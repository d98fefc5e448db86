import type { Page } from 'playwright-core';

/** The contrast of an element with what lies behind it. */
export interface Contrast {
  readonly what: string;
  readonly ratio: number;
}

/** Where the focus is, and how it is shown. */
export interface Focus {
  /** The deepest element that has it: tag and id. */
  readonly at: string;
  readonly outlinePx: number;
  readonly ratio: number;
  readonly top: number;
}

/** The contrast of a colour with what is painted inside or around an element. */
type ContrastOf = (colour: string, element: Element, where: 'inside' | 'around') => number;

/** Defines `contrastOf` in a page: WCAG 2.2, "contrast ratio". */
async function addContrast(page: Page): Promise<void> {
  await page.evaluate(() => {
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('Cannot paint');
    const luminanceOf = (colours: readonly string[]): number => {
      context.clearRect(0, 0, 1, 1);
      for (const colour of colours) {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
      }
      const [r = 0, g = 0, b = 0] = Array.from(context.getImageData(0, 0, 1, 1).data, (byte) => {
        const part = byte / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const around = (element: Element): Element | null => {
      const root = element.getRootNode();
      const host = root instanceof ShadowRoot ? root.host : null;
      return element.assignedSlot ?? element.parentElement ?? host;
    };
    const inside = (element: Element | null): readonly string[] =>
      element ? [...inside(around(element)), getComputedStyle(element).backgroundColor] : [];
    const contrastOf: ContrastOf = (colour, element, where) => {
      const colours = inside(where === 'inside' ? element : around(element));
      const [a, b] = [luminanceOf([...colours, colour]), luminanceOf(colours)];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    };
    Object.assign(globalThis, { contrastOf });
  });
}

/** Frames, placeholders and the accent: what axe does not measure (WCAG 2.2, 1.4.3 and 1.4.11). */
export async function contrasts(page: Page): Promise<readonly Contrast[]> {
  await addContrast(page);
  return page.locator('.field, .submit, [type=checkbox]').evaluateAll((elements) => {
    const { contrastOf } = globalThis as unknown as { readonly contrastOf: ContrastOf };
    return elements.flatMap((element) => {
      const { host } = element.getRootNode() as ShadowRoot;
      const style = getComputedStyle(element);
      const measure = (what: string, ...args: Parameters<ContrastOf>): Contrast => ({
        what: `${what} of ${host.id} ${element.classList.value}`,
        ratio: contrastOf(...args),
      });
      // Disabled controls are exempt.
      if (element.matches(':disabled') || element.querySelector(':disabled')) return [];
      if (element.matches('.submit')) {
        return [measure('surface', style.backgroundColor, element, 'around')];
      }
      if (element.matches('input')) {
        return [measure('accent', style.accentColor, element, 'around')];
      }
      const input = element.querySelector('input');
      const placeholder = input?.placeholder
        ? [measure('placeholder', getComputedStyle(input, '::placeholder').color, input, 'inside')]
        : [];
      return [
        measure('frame outside', style.borderBlockStartColor, element, 'around'),
        measure('frame inside', style.borderBlockStartColor, element, 'inside'),
        ...placeholder,
      ];
    });
  });
}

/** The marks of errors and of accepted codes; in forced colours on the page's background. */
export async function marks(page: Page): Promise<readonly Contrast[]> {
  await addContrast(page);
  return page.locator('.message > *').evaluateAll((elements) => {
    const { contrastOf } = globalThis as unknown as { readonly contrastOf: ContrastOf };
    return elements.flatMap((element) => {
      const { content, color } = getComputedStyle(element, '::before');
      const { host } = element.getRootNode() as ShadowRoot;
      const ratio = contrastOf(color, element, 'around');
      return /[!\u2713]/.test(content) ? [{ what: `mark of ${host.id}`, ratio }] : [];
    });
  });
}

/** Where the focus is now. */
export async function focusOf(page: Page): Promise<Focus> {
  await addContrast(page);
  return page.evaluate(() => {
    const { contrastOf } = globalThis as unknown as { readonly contrastOf: ContrastOf };
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element) throw new Error('Cannot find the focus');
    // The frame around a field shows the focus of the input inside.
    const shown = element.closest('.field:has(> :is(input, select):focus)') ?? element;
    const style = getComputedStyle(shown);
    const outlinePx = style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth);
    const name = element.id || element.textContent.trim();
    return {
      at: `${element.localName} ${name.replace(/\s+/g, ' ')}`,
      outlinePx,
      ratio: contrastOf(style.outlineColor, shown, 'around'),
      top: element.getBoundingClientRect().top + scrollY,
    };
  });
}
