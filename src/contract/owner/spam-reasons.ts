/** Signs of spam. */
export const spamReasons = [
  'trap',
  'hurry',
  'link',
  'namesakes',
  'copies',
  'rush',
  'flood',
] as const;
export type SpamReason = (typeof spamReasons)[number];
