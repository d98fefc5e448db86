import type { CorrectTexts } from './texts.ts';

export const correctEn: CorrectTexts = {
  action: 'Correct',
  title: 'Correct this lead',
  hint: 'It is sent again as it stands here, with its promo code. What it said before is not kept.',
  fields: {
    first_name: 'First name',
    last_name: 'Last name',
    phone: 'Phone',
    product: 'Product',
  },
  submit: 'Save and send',
  unchanged:
    'Nothing has changed yet. To send the lead as it is, close this and choose “Send again”.',
  errors: {
    required: 'Fill this in.',
    format: 'This has a character that cannot be used.',
    too_short: 'This is too short.',
    too_long: 'This is too long.',
    unknown: 'This product is no longer offered. Choose another.',
  },
  phone: 'A phone has 8 to 14 digits.',
};
