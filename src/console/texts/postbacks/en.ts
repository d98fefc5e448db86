import type { PostbackTexts } from './texts.ts';

export const postbacksEn: PostbackTexts = {
  heading: 'Your tracker',
  told: 'Postback',
  statuses: {
    waiting: 'not received yet',
    sent: 'sent',
    given_up: 'given up after three days',
    skipped: 'not sent: nothing to tell',
  },
  when: 'When',
  attempts: 'Attempts',
  why: 'Why',
};
