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
  givenUp: 'Your tracker was not told of',
  retry: 'Tell it now',
  retried: 'Your tracker is told within moments.',
  dismiss: 'Let it be',
  dismissed: 'Your tracker is not told of these any more.',
  dismissTitle: 'Never tell your tracker of these?',
  dismissText: 'The leads stay as they are. Your tracker will lack these conversions.',
};
