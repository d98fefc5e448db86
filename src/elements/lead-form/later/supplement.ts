import type { Attribution, Touch } from '../../../contract/attribution.ts';
import type { LeadRequest } from '../../../contract/lead.ts';
import type { Texts } from '../../shared/texts.ts';
import { attributionOf, clickIdOf } from '../attribution.ts';
import type { LightForm } from '../light-form.ts';
import { watchFocus } from './elsewhere.ts';
import { ExtraFields, type ExtraHost } from './extra.ts';
import { Journey, type JourneyHost } from './journey.ts';

/** The parts of a lead besides what the visitor typed into the form itself. */
export interface Supplement {
  /** Whether the page's own fields are valid; the first that is not shows its message. */
  reportValidity(): boolean;
  /** Restores the page's own fields from a lead. */
  putBack(lead: LeadRequest): void;
  /** Empties the page's own fields, and the trap. */
  reset(): void;
  /** How the visitor came. */
  attribution(): Attribution | undefined;
  /** The lead with the page's own fields, how the visitor came, and the signs of a bot. */
  complete(lead: LeadRequest): LeadRequest;
  /** Whether the visitor has gone on to something else on the page since the lead was sent. */
  isElsewhere(): boolean;
}

export interface SupplementParts {
  readonly host: JourneyHost & ExtraHost;
  /** The form's own trap. */
  readonly trap: HTMLInputElement;
  readonly texts: Texts<'leadForm'>;
  /** When the form was created, in time of `performance.now()`. */
  readonly createdAt: number;
  /** The page's own form as it was before this one took its place. */
  readonly lightForm: () => LightForm | undefined;
  /** The touch of this page. */
  readonly touch: () => Touch | undefined;
}

export function createSupplement(parts: SupplementParts): Supplement {
  const { host, createdAt, trap } = parts;
  const journey = new Journey(host, parts.touch());
  // The page's own form was there from the start of the page, and may have a trap too.
  const lightForm = host.querySelector(':scope > form');
  const shownAt = lightForm ? 0 : createdAt;
  const lightTrap = lightForm?.querySelector<HTMLInputElement>('[name=trap]');
  // Read before `ExtraFields` resets the page's own form.
  let trapped = lightTrap?.value;
  const extra = new ExtraFields(host, parts.texts);
  extra.restoreFocus(parts.lightForm()?.focus);

  const attributionNow: Supplement['attribution'] = () =>
    attributionOf(journey.touches.at(-1), journey.touches[0]);
  const complete: Supplement['complete'] = (lead) => {
    const clickId = clickIdOf(lead) ?? clickIdOf(journey.touches.findLast(clickIdOf));
    const attribution = attributionNow();
    const own = extra.read();
    const elapsedMs = Math.round(performance.now() - shownAt);
    return {
      ...lead,
      ...(clickId && { click_id: clickId }),
      ...(attribution && { attribution }),
      ...(Object.keys(own).length > 0 && { extra: own }),
      signals: {
        ...([trap.value, lightTrap?.value, trapped].some(Boolean) && { trap: true as const }),
        // A page may have replaced the browser's clock.
        ...(Number.isSafeInteger(elapsedMs) && elapsedMs >= 0 && { elapsed_ms: elapsedMs }),
      },
    };
  };
  return {
    reportValidity: () => extra.reportValidity(),
    putBack: (lead) => extra.putBack(lead.extra ?? {}),
    reset: () => {
      trapped = trap.value = '';
      extra.reset();
    },
    attribution: attributionNow,
    complete,
    isElsewhere: watchFocus(host),
  };
}
