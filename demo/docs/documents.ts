import { drillNames } from 'promo-lead/testing';
import { copyButtons } from '../copy-code.ts';
import { answerByDrills } from '../drill.ts';
import { listEvents } from '../list-events.ts';
import { makeElement } from '../make-element.ts';
import { readMarkup } from './read-markup.ts';

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
      for (const element of elements) answerByDrills(element, answers.value);
      stage.replaceChildren(...elements);
      told.textContent = '';
    } catch (error) {
      told.textContent = error instanceof SyntaxError ? `${error.message}.` : String(error);
    }
  };
  source.addEventListener('input', show);
  answers.addEventListener('change', show);
  listEvents(stage, events);
  show();
}

for (const example of document.querySelectorAll<HTMLElement>('.example')) startExample(example);
copyButtons();
