import type { Setting } from './setting.ts';

const restOfStatuses = 'Where any of the three is set, the others are not told.';
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
    meaning: `What \`{status}\` says of a lead that was delivered. ${restOfStatuses}`,
    default: 'lead',
  },
  {
    key: 'postback.statuses.duplicate',
    meaning: 'The same for one whose phone the vendor knew already.',
    default: 'none: it is not told',
  },
  {
    key: 'postback.statuses.rejected',
    meaning: 'The same for one that the vendor refused.',
    default: 'none: it is not told',
  },
];
