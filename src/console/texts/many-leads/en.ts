import type { ManyLeadsTexts } from './texts.ts';

export const manyLeadsEn: ManyLeadsTexts = {
  actions: {
    retry: 'Send all again',
    release: 'Release all',
    purge: 'Throw all away',
  },
  counted: {
    retry: (count) => `Send all again (leads: ${count})?`,
    release: (count) => `Release all (leads: ${count})?`,
    purge: (count) => `Throw all away (leads: ${count})?`,
  },
  uncounted: {
    retry: 'Send all again that are shown by this filter?',
    release: 'Release all that are shown by this filter?',
    purge: 'Throw all away that are shown by this filter?',
  },
  outcomes: {
    retry: 'They are sent within moments, and their promo codes are used after that.',
    release:
      'They are no spam: they are sent within moments, and their promo codes are used after that.',
    purge: 'They are spam: they are deleted and never sent. This cannot be undone.',
  },
  later: 'Leads that came after this list was read stay as they are.',
  done: {
    retry: (count) => `Leads on their way again: ${count}`,
    release: (count) => `Leads on their way: ${count}`,
    purge: (count) => `Leads thrown away: ${count}`,
  },
};
