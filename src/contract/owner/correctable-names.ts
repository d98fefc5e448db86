/** Fields that an owner may correct, in the order in which a form has them. */
export const correctableNames = ['first_name', 'last_name', 'phone', 'product'] as const;
export type CorrectableField = (typeof correctableNames)[number];
