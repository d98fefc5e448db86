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
  givenUp: 'Не сообщено трекеру',
  retry: 'Сообщить сейчас',
  retried: 'Трекеру сообщается в ближайшие секунды.',
  dismiss: 'Не сообщать',
  dismissed: 'Об этом трекеру больше не сообщается.',
  dismissTitle: 'Не сообщать об этом трекеру?',
  dismissText: 'Сами заявки не изменятся. Этих конверсий в трекере не будет.',
};
