const liveRegions = '[role=status], [role=alert], [role=timer], [aria-live]';

/**
 * What a screen reader announces on its own: each change of a live region, in order, as the whole
 * text of the region (WAI-ARIA 1.2: `status` is polite, `alert` assertive, both atomic; what goes
 * away is silent, a `timer` too). Regions that are hidden or busy say nothing.
 */
export function announcementsOf(...hosts: readonly Element[]): readonly string[] {
  const said: string[] = [];
  const observer = new MutationObserver((records) => {
    const changed = new Set(records.flatMap((record) => regionOf(record) ?? []));
    for (const region of changed) {
      const text = textOf(region);
      if (text && isHeard(region)) said.push(`${politeness(region)}: ${text}`);
    }
  });
  for (const { shadowRoot } of hosts) {
    if (!shadowRoot) throw new TypeError('Cannot listen: no shadow root');
    observer.observe(shadowRoot, { subtree: true, childList: true, characterData: true });
  }
  return said;
}

function regionOf({ type, target, addedNodes }: MutationRecord): Element | undefined {
  if (type === 'childList' && addedNodes.length === 0) return undefined;
  const element = target instanceof Element ? target : target.parentElement;
  return element?.closest(liveRegions) ?? undefined;
}

function politeness(region: Element): string {
  const role = region.getAttribute('role');
  return region.getAttribute('aria-live') ?? (role === 'alert' ? 'assertive' : 'polite');
}

function isHeard(region: Element): boolean {
  const isSilent = region.matches('[role=timer], [aria-live=off]');
  const isAway = region.closest('[inert], [aria-hidden=true], [aria-busy=true]') !== null;
  return !isSilent && !isAway && region.checkVisibility({ visibilityProperty: true });
}

function textOf(region: Element): string {
  return region.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}
