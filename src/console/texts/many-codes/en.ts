import type { ManyCodesTexts } from './texts.ts';

export const manyCodesEn: ManyCodesTexts = {
  choose: (code) => `Choose ${code}`,
  chooseAll: 'Choose all that are shown',
  chosen: (count) => `Chosen: ${count}`,
  none: 'Choose codes to pause or activate.',
  actions: { pause: 'Pause chosen', activate: 'Activate chosen' },
  asks: {
    pause: (count) => `Pause the chosen codes (${count})?`,
    activate: (count) => `Activate the chosen codes (${count})?`,
  },
  outcomes: {
    pause: 'Nobody can use them from this moment on, until you activate them again.',
    activate: 'They can be used again, each within its time and while it has uses left.',
  },
  done: {
    pause: (count) => `Codes paused: ${count}`,
    activate: (count) => `Codes activated: ${count}`,
  },
};
