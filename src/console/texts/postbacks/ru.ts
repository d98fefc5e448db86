import type { PostbackTexts } from './texts.ts';

export const postbacksRu: PostbackTexts = {
  heading: 'Ваш трекер',
  told: 'Постбэк',
  statuses: {
    waiting: 'ещё не получен',
    sent: 'отправлен',
    given_up: 'не удалось отправить за три дня',
    skipped: 'не отправлен: сообщать нечего',
  },
  when: 'Когда',
  attempts: 'Попытки',
  why: 'Причина',
};
