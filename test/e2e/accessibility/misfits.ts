import type { Page } from 'playwright-core';

/** Elements that are wider than the screen, cut their text off, or hardly show it. */
export async function misfits(page: Page): Promise<readonly string[]> {
  const widths = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { scrollWidth, clientWidth };
  });
  const wide = `the page is ${widths.scrollWidth} wide`;
  // A locator looks into every shadow root.
  const found = await page.locator('main *').evaluateAll(misfitsAmong, widths.clientWidth);
  return widths.scrollWidth > widths.clientWidth ? [wide, ...found] : found;
}

/** Runs in the page. */
function misfitsAmong(elements: readonly Element[], pageWidth: number): readonly string[] {
  return elements.flatMap((element) => {
    const style = getComputedStyle(element);
    // What only screen readers get takes no room on the screen.
    if (element.matches('.hidden, option') || !element.checkVisibility()) return [];
    if (style.display === 'inline') return [];
    const root = element.getRootNode();
    const host = root instanceof ShadowRoot ? root.host.id : '';
    const name = `${host} ${element.localName}.${element.className}`;
    const { left, right } = element.getBoundingClientRect();
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
    // Typed text may scroll in its field, but some of it has to be visible.
    const isField = element.matches('input:not([type=checkbox]), select');
    const ems = clientWidth / Number.parseFloat(style.fontSize);
    const isCut = scrollHeight > clientHeight + 1 && style.overflowY !== 'visible';
    return [
      ...(left < -0.5 || right > pageWidth + 0.5 ? [`${name} ends at ${right}`] : []),
      ...(isField && ems < 6 ? [`${name} shows ${ems}em of its text`] : []),
      ...(!isField && scrollWidth > clientWidth + 1 ? [`${name} needs ${scrollWidth} pixels`] : []),
      ...(!isField && isCut ? [`${name} needs a height of ${scrollHeight}`] : []),
    ];
  });
}

/** Sets the text spacing of WCAG 2.2, 1.4.12, in every shadow root too. */
export async function spaceText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * {
        line-height: 1.5 !important;
        letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important;
      }
      p { margin-block-end: 2em !important }`);
    const adopt = (root: Document | ShadowRoot): void => {
      root.adoptedStyleSheets.push(sheet);
      for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) adopt(shadowRoot);
    };
    adopt(document);
  });
}
