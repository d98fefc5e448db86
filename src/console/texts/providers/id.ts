import type { ProvidersTexts } from './texts.ts';

export const providersId: ProvidersTexts = {
  taker: {
    embedded: () => 'Backend bawaan',
    vendor: (name) => name,
    webhook: () => 'Webhook',
    module: (name) => `Modul ${name}`,
  },
  settleHint: {
    embedded: () => 'Cari dulu teleponnya di halaman Kontak. Pilihan Anda di sini bersifat final.',
    vendor: (name) => `Cari dulu teleponnya di ${name}. Pilihan Anda di sini bersifat final.`,
    webhook: () =>
      'Cari dulu teleponnya di tempat webhook Anda menerima prospek. Pilihan Anda di sini bersifat final.',
    module: (name) =>
      `Cari dulu teleponnya di tujuan modul ${name}. Pilihan Anda di sini bersifat final.`,
  },
  contacts: {
    vendor: (name) => `Kontak Anda dibuat di ${name}. Lihat di sana.`,
    webhook: () => 'Prospek Anda dikirim ke webhook. Cari kontaknya di tempat penerimanya.',
    module: (name) => `Prospek Anda dikirim lewat modul ${name}. Cari kontaknya di tujuannya.`,
  },
  codes: {
    vendor: (name) => `Kode promo Anda disimpan di ${name}. Ubah di sana.`,
    file: (name) => `Kode promo Anda disimpan di berkas ${name}. Ubah di sana.`,
    module: (name) => `Kode promo Anda berasal dari modul ${name}. Ubah di sumbernya.`,
  },
  usesHint: {
    embedded: () =>
      'Kode ini hendak dipakai, tetapi jawabannya tidak pernah sampai. Lihat jurnal di bawah, ' +
      'lalu pilih yang Anda temukan.',
    vendor: (name) =>
      `${name} sudah diminta memakai kode ini, tetapi jawabannya tidak pernah sampai. Lihat ` +
      'jurnalnya, lalu pilih yang Anda temukan.',
    file: () =>
      'Kode ini hendak dipakai, tetapi tidak diketahui apakah sudah terpakai. “promo-lead ' +
      'journal” mencantumkan yang terpakai: lihat di sana, lalu pilih yang Anda temukan.',
    module: (name) =>
      `Modul ${name} sudah diminta memakai kode ini, tetapi jawabannya tidak pernah sampai. ` +
      'Periksa di sumber kodenya, lalu pilih yang Anda temukan.',
  },
};
