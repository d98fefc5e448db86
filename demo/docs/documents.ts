import { LeadForm, PromoCodeInput } from 'promo-lead';
import { drillNames } from 'promo-lead/testing';
import { copyButtons } from '../copy-code.ts';
import { drillClient } from '../drill.ts';
import { makeElement } from '../make-element.ts';
import { readMarkup } from './read-markup.ts';

const eventNames = [
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

/** An element that follows what is typed below it. */
function startExample(example: HTMLElement): void {
  const stage = example.querySelector<HTMLElement>('.stage');
  const source = example.querySelector('textarea');
  const answers = example.querySelector('select');
  const told = example.querySelector('[role=status]');
  const events = example.querySelector('.events');
  if (!stage || !source || !answers || !told || !events) return;
  answers.append(...drillNames.map((name) => new Option(name)));
  const show = (): void => {
    try {
      const elements = readMarkup(source.value).map(makeElement);
      for (const element of elements) giveClient(element, answers.value);
      stage.replaceChildren(...elements);
      told.textContent = '';
    } catch (error) {
      told.textContent = error instanceof SyntaxError ? `${error.message}.` : String(error);
    }
  };
  source.addEventListener('input', show);
  answers.addEventListener('change', show);
  for (const name of eventNames) {
    stage.addEventListener(name, (event) => {
      const line = document.createElement('li');
      const held = Object.entries(event).filter(([field]) => field !== 'isTrusted');
      line.textContent = `${name} ${JSON.stringify(Object.fromEntries(held))}`;
      events.prepend(line);
    });
  }
  show();
}

function giveClient(element: Element, drill: string): void {
  if (element instanceof LeadForm || element instanceof PromoCodeInput) {
    element.client = drillClient(drill);
  }
}

for (const example of document.querySelectorAll<HTMLElement>('.example')) startExample(example);
copyButtons();
