import type { PostbackTexts } from './texts.ts';

export const postbacksId: PostbackTexts = {
  heading: 'Tracker Anda',
  told: 'Postback',
  statuses: {
    waiting: 'belum diterima',
    sent: 'terkirim',
    given_up: 'gagal dikirim selama tiga hari',
    skipped: 'tidak dikirim: tidak ada yang perlu dilaporkan',
  },
  when: 'Waktu',
  attempts: 'Percobaan',
  why: 'Alasan',
  givenUp: 'Belum sampai ke tracker Anda',
  retry: 'Kirim sekarang',
  retried: 'Segera dikirim ke tracker Anda.',
  dismiss: 'Abaikan',
  dismissed: 'Ini tidak akan dikirim lagi ke tracker Anda.',
  dismissTitle: 'Jangan pernah kirim ini ke tracker Anda?',
  dismissText: 'Prospeknya tetap seperti semula. Konversi ini tidak akan ada di tracker Anda.',
};
