import { generateHydrationScript, renderToString } from 'solid-js/web';
import { Page } from './page';

export function render(): string {
  return renderToString(() => <Page />);
}

/** What belongs into the head of a page that `render()` made. */
export const head: string = generateHydrationScript();
