import type { ManyLeadsTexts } from './texts.ts';

export const manyLeadsId: ManyLeadsTexts = {
  actions: {
    retry: 'Kirim semua lagi',
    release: 'Lepaskan semua',
    purge: 'Buang semua',
  },
  counted: {
    retry: (count) => `Kirim semua lagi (prospek: ${count})?`,
    release: (count) => `Lepaskan semua dari karantina (prospek: ${count})?`,
    purge: (count) => `Buang semua (prospek: ${count})?`,
  },
  uncounted: {
    retry: 'Kirim lagi semua prospek yang ditampilkan filter ini?',
    release: 'Lepaskan semua prospek yang ditampilkan filter ini dari karantina?',
    purge: 'Buang semua prospek yang ditampilkan filter ini?',
  },
  outcomes: {
    retry: 'Semuanya segera dikirim, dan kode promonya dipakai setelah itu.',
    release: 'Semuanya bukan spam: segera dikirim, dan kode promonya dipakai setelah itu.',
    purge: 'Semuanya spam: dihapus dan tidak akan dikirim. Ini tidak bisa dibatalkan.',
  },
  later: 'Prospek yang masuk setelah daftar ini dibaca tidak berubah.',
  done: {
    retry: (count) => `Prospek yang dikirim lagi: ${count}`,
    release: (count) => `Prospek yang dikirim: ${count}`,
    purge: (count) => `Prospek yang dibuang: ${count}`,
  },
};
