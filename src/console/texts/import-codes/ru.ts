import type { ImportCodesTexts } from './texts.ts';

export const importCodesRu: ImportCodesTexts = {
  unreadable:
    'Файл не читается. Возможно, его переместили, удалили или заняла другая программа. Выберите его ещё раз.',
  tooLarge: (company) =>
    'Файл слишком велик, чтобы отправить его отсюда. На сервере его примет команда ' +
    `promo-lead codes import FILE.CSV --company ${company}`,
};
