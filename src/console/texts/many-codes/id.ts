import type { ManyCodesTexts } from './texts.ts';

export const manyCodesId: ManyCodesTexts = {
  choose: (code) => `Pilih ${code}`,
  chooseAll: 'Pilih semua yang ditampilkan',
  chosen: (count) => `Dipilih: ${count}`,
  none: 'Pilih kode untuk dijeda atau diaktifkan.',
  actions: { pause: 'Jeda yang dipilih', activate: 'Aktifkan yang dipilih' },
  asks: {
    pause: (count) => `Jeda kode yang dipilih (${count})?`,
    activate: (count) => `Aktifkan kode yang dipilih (${count})?`,
  },
  outcomes: {
    pause: 'Mulai saat ini tidak ada yang bisa memakainya, sampai Anda mengaktifkannya lagi.',
    activate:
      'Semuanya bisa dipakai lagi, masing-masing selama masa berlakunya dan selama sisanya ada.',
  },
  done: {
    pause: (count) => `Kode yang dijeda: ${count}`,
    activate: (count) => `Kode yang diaktifkan: ${count}`,
  },
};
