import type { ContactTexts } from './texts.ts';

export const contactsId: ContactTexts = {
  heading: 'Kontak',
  searchHint: 'Nama, empat angka telepon atau lebih, nomor kontak, atau click id.',
  number: 'Nomor',
  made: 'Dibuat',
  by: 'Oleh',
  empty: 'Belum ada kontak. Setiap prospek yang terkirim menjadi kontak.',
  emptySearch: 'Tidak ada kontak yang cocok. Coba sebagian nama atau telepon lengkap.',
  downloaded: (rows) => `Berkas sudah lengkap. Jumlah kontak: ${rows}`,
  clients: 'Siapa yang boleh memanggil',
  tokens: 'Token untuk kode promo',
  tokensHint: 'Toko atau situs lain yang punya token boleh memeriksa dan memakai kode promo Anda.',
  tokenName: 'Untuk siapa?',
  add: 'Buat token',
  newToken: (name) => `Token untuk ${name}`,
  newTokenHint: 'Salin sekarang: token tidak disimpan dan tidak akan ditampilkan lagi.',
  valid: 'berlaku',
  own: 'milik server ini',
  revokedAt: (when) => `dicabut ${when}`,
  revoke: 'Cabut',
  revokeTitle: (name) => `Cabut token untuk ${name}?`,
  revokeText:
    'Pemakainya tidak bisa masuk lagi, langsung dan selamanya. Ini tidak bisa dibatalkan.',
  revoked: (name) => `Token untuk ${name} sudah dicabut.`,
  makers: 'Siapa yang membuat kontak',
  makersHint:
    'Siapa pun yang punya PROMOS_SERU_SECRET_KEY. Dengan kunci lain, pendatang baru tidak bisa masuk.',
  noMakers: 'Belum ada yang meminta.',
};
