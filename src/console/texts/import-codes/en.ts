import type { ImportCodesTexts } from './texts.ts';

export const importCodesEn: ImportCodesTexts = {
  unreadable:
    'The file cannot be read. It may have been moved, deleted or locked by another program: choose it again.',
  tooLarge: (company) =>
    'The file is too large to be sent from here. On the server, a command takes it: ' +
    `promo-lead codes import FILE.CSV --company ${company}`,
};
