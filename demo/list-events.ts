const names = [
  'promo-code-check',
  'promo-code-verdict',
  'promo-code-error',
  'promo-code-clear',
  'lead-submit',
  'lead-accepted',
  'lead-refused',
  'lead-queued',
  'lead-error',
] as const;

/** Lists the events that reach an element, the newest first, with what a page reads of each. */
export function listEvents(from: HTMLElement, list: Element, onEvent?: () => void): void {
  for (const name of names) {
    from.addEventListener(name, (event) => {
      const line = document.createElement('li');
      const held = Object.entries(event).filter(([field]) => field !== 'isTrusted');
      line.textContent = `${name} ${JSON.stringify(Object.fromEntries(held))}`;
      list.prepend(line);
      onEvent?.();
    });
  }
}
