import type { Attribution } from '../../contract/attribution.ts';
import { attributionOf, touchOfNow } from './attribution.ts';
import { termOf, TouchMemory } from './touch-memory.ts';

export type { Attribution, Touch } from '../../contract/attribution.ts';

export interface RememberTouchOptions {
  /** 1 to 365; if left out, only for this visit. */
  readonly days?: number | undefined;
  /** URL parameters that may hold the click id, in place of the usual ones. */
  readonly clickIdParams?: readonly string[] | undefined;
}

/**
 * Remembers how the visitor came to this page, for a `<lead-form remember>` on a later one: for
 * pages that have no form. To be called once the visitor agreed, where the law asks for that.
 * Returns what is remembered; if the browser stores nothing, the touch of this page. Never throws.
 */
export function rememberTouch(options: RememberTouchOptions = {}): Attribution | undefined {
  const touch = touchOfNow(options)();
  const term = termOf(String(options.days));
  const touches = new TouchMemory().remember(touch ? [touch] : [], term ?? 'visit');
  return attributionOf(touches.at(-1), touches[0]);
}

/** Forgets how the visitor came, on this site: when consent is withdrawn. Never throws. */
export function forgetTouches(): void {
  new TouchMemory().forget();
}
