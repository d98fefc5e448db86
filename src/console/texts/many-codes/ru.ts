import type { ManyCodesTexts } from './texts.ts';

export const manyCodesRu: ManyCodesTexts = {
  choose: (code) => `Выбрать ${code}`,
  chooseAll: 'Выбрать все показанные',
  chosen: (count) => `Выбрано: ${count}`,
  none: 'Отметьте коды для паузы или включения.',
  actions: { pause: 'Приостановить выбранные', activate: 'Включить выбранные' },
  asks: {
    pause: (count) => `Приостановить выбранные коды (${count})?`,
    activate: (count) => `Включить выбранные коды (${count})?`,
  },
  outcomes: {
    pause: 'С этой минуты ими никто не сможет воспользоваться, пока вы не включите их снова.',
    activate: 'Ими снова можно будет пользоваться: каждым в его срок и пока он не исчерпан.',
  },
  done: {
    pause: (count) => `Кодов приостановлено: ${count}`,
    activate: (count) => `Кодов включено: ${count}`,
  },
};
