import type { Setting } from './setting.ts';

const restOfStatuses = 'If any of the three is set, the others are not reported.';
export const postbackSettings: readonly Setting[] = [
  {
    key: 'postback.url',
    variable: 'PROMO_LEAD_POSTBACK_URL',
    meaning:
      "Your tracker's URL, with macros such as `{click_id}`: it is called when a lead is " +
      'delivered (see Telling your tracker).',
    default: 'none',
    isSecret: true,
  },
  {
    key: 'postback.statuses.delivered',
    meaning: `The value of \`{status}\` for a delivered lead. ${restOfStatuses}`,
    default: 'lead',
  },
  {
    key: 'postback.statuses.duplicate',
    meaning: 'The same for a lead whose phone the vendor already knew.',
    default: 'none: not reported',
  },
  {
    key: 'postback.statuses.rejected',
    meaning: 'The same for a lead that the vendor refused.',
    default: 'none: not reported',
  },
];
