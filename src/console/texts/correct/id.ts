import type { CorrectTexts } from './texts.ts';

export const correctId: CorrectTexts = {
  action: 'Perbaiki',
  title: 'Perbaiki prospek ini',
  hint: 'Prospek dikirim lagi dengan data ini, bersama kode promonya. Data sebelumnya tidak disimpan.',
  fields: {
    first_name: 'Nama depan',
    last_name: 'Nama belakang',
    phone: 'Telepon',
    product: 'Produk',
  },
  submit: 'Simpan dan kirim',
  unchanged:
    'Belum ada yang diubah. Untuk mengirim prospek apa adanya, tutup ini lalu pilih “Kirim lagi”.',
  errors: {
    required: 'Isi kolom ini.',
    format: 'Ada karakter yang tidak bisa dipakai.',
    too_short: 'Isian ini terlalu pendek.',
    too_long: 'Isian ini terlalu panjang.',
    unknown: 'Produk ini sudah tidak tersedia. Pilih yang lain.',
  },
  phone: 'Nomor telepon terdiri dari 8 sampai 14 angka.',
};
