import type { ProvidersTexts } from './texts.ts';

export const providersEn: ProvidersTexts = {
  taker: {
    embedded: () => 'Embedded backend',
    vendor: (name) => name,
    webhook: () => 'Webhook',
    module: (name) => `Module ${name}`,
  },
  settleHint: {
    embedded: () => 'Look the phone up under Contacts first. What you say here is final.',
    vendor: (name) => `Look the phone up at ${name} first. What you say here is final.`,
    webhook: () =>
      'Look the phone up where your webhook takes the leads first. What you say here is final.',
    module: (name) =>
      `Look the phone up where the module ${name} takes the leads first. What you say here is final.`,
  },
  contacts: {
    vendor: (name) => `Your contacts are made at ${name}. Look there.`,
    webhook: () => 'Your leads go to your webhook. Look for the contacts where it takes them.',
    module: (name) =>
      `Your leads go to the module ${name}. Look for the contacts where it takes them.`,
  },
  codes: {
    vendor: (name) => `Your promo codes are kept at ${name}. Change them there.`,
    file: (name) => `Your promo codes are kept in the file ${name}. Change them there.`,
    module: (name) =>
      `Your promo codes come from the module ${name}. Change them where it has them.`,
  },
  usesHint: {
    embedded: () =>
      'These were to be used up, and no answer came. Look into the journal below, then say what ' +
      'you found.',
    vendor: (name) =>
      `${name} was asked to use these up, and its answer never came. Look into its journal, then ` +
      'say what you found.',
    file: () =>
      'These were to be used up, and nobody knows whether they were. “promo-lead journal” lists ' +
      'what was used: look there, then say what you found.',
    module: (name) =>
      `The module ${name} was asked to use these up, and its answer never came. Look where it has ` +
      'the codes, then say what you found.',
  },
};
