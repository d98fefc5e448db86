import { LeadForm, PromoCodeInput } from 'promo-lead';
import { answerByDrills } from './drill.ts';
import { listEvents } from './list-events.ts';

for (const specimen of document.querySelectorAll<HTMLElement>('.specimen')) {
  const element = specimen.querySelector('promo-code-input, lead-form');
  const live = specimen.querySelector<HTMLElement>('.live');
  if (!live || !(element instanceof PromoCodeInput || element instanceof LeadForm)) continue;
  // `?drill=unavailable,accepted`: states that are too rare to try. Each element has its own
  // client.
  answerByDrills(element, new URLSearchParams(location.search).get('drill') ?? '');
  showLive(element, live);
  for (const button of specimen.querySelectorAll<HTMLButtonElement>('.codes button')) {
    button.addEventListener('click', () => void tryCode(element, button.textContent));
  }
}

async function tryCode(element: PromoCodeInput | LeadForm, code: string): Promise<void> {
  if (!(element instanceof PromoCodeInput)) return;
  element.value = code;
  await element.apply();
}

/** Shows the state of an element and the events that it fires. */
function showLive(element: PromoCodeInput | LeadForm, live: HTMLElement): void {
  const state = document.createElement('p');
  state.className = 'state';
  const events = document.createElement('ol');
  events.className = 'events';
  events.tabIndex = 0;
  events.setAttribute('aria-label', 'Events, newest first');
  live.append(heading('State'), state, heading('Events'), events);

  const showState = (): void => {
    state.textContent = `:state(${element.status})`;
  };
  showState();
  // The state changes with each render, and not every state has an event.
  element.addEventListener('input', () => queueMicrotask(showState));
  listEvents(element, events, () => queueMicrotask(showState));
}

function heading(text: string): HTMLElement {
  const element = document.createElement('h3');
  element.textContent = text;
  return element;
}
