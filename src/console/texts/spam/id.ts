import type { SpamTexts } from './texts.ts';

export const spamId: SpamTexts = {
  why: 'Mengapa tampak seperti spam',
  check: 'Pemeriksaan spam',
  points: 'Poin',
  signs: 'Yang terlihat',
  hint: 'Prospek dikarantina mulai 100 poin, kecuali Anda menetapkan angka lain.',
  reasons: {
    trap: 'kolom yang tidak terlihat oleh orang telah diisi',
    hurry: 'formulir dikirim lebih cepat daripada orang mengetik',
    link: 'ada tautan di dalam nama',
    namesakes: 'banyak prospek masuk dengan nama ini',
    copies: 'banyak prospek masuk dengan nama dan teks ini',
    rush: 'saat itu sangat banyak prospek masuk dari mana-mana',
    flood: 'terlalu banyak prospek masuk dari alamat internet atau jaringannya',
  },
};
