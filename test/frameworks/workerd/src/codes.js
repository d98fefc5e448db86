/** @type {readonly import('promo-lead/upstream').PromoCode[]} */
export const codes = [
  {
    code: 'WELCOME10',
    usesLeft: null,
    timezone: 'UTC',
    startsAt: null,
    endsAt: null,
    active: true,
  },
  { code: 'ONCE', usesLeft: 1, timezone: 'UTC', startsAt: null, endsAt: null, active: true },
];
