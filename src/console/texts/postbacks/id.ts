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
};
