import type { ImportCodesTexts } from './texts.ts';

export const importCodesId: ImportCodesTexts = {
  unreadable:
    'Berkas tidak bisa dibaca. Mungkin sudah dipindahkan, dihapus, atau dikunci program lain: pilih lagi.',
  tooLarge: (company) =>
    'Berkas terlalu besar untuk dikirim dari sini. Di server, perintah ini menerimanya: ' +
    `promo-lead codes import FILE.CSV --company ${company}`,
};
