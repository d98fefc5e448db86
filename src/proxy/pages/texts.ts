import { parseAccept } from 'hono/utils/accept';
import type { FieldErrorCode } from '../../contract/field-error.ts';

/** What the pages for visitors without script say. */
export interface PageTexts {
  readonly thanksTitle: string;
  readonly thanks: string;
  readonly reference: (ref: string) => string;
  readonly codeValid: string;
  readonly codeInvalid: string;
  readonly codeUnchecked: string;
  readonly correctTitle: string;
  readonly correct: string;
  readonly send: string;
  readonly problemTitle: string;
  readonly problem: string;
  /** For a temporary problem. */
  readonly notTaken: string;
  /** For more text than the proxy reads: the same again would be refused again. */
  readonly tooLarge: string;
  /** For a page whose form is always refused. */
  readonly neverTaken: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<FieldErrorCode, string>>;
  readonly extraTooLong: string;
}

const english: PageTexts = {
  thanksTitle: 'Thank you',
  thanks: 'We have your details and will call you soon.',
  reference: (ref) => `Your reference: ${ref}`,
  codeValid: 'Your promo code is accepted.',
  codeInvalid: 'Your promo code could not be accepted. Your request is with us all the same.',
  codeUnchecked: 'We will check your promo code and tell you when we call.',
  correctTitle: 'Please check your details',
  correct: 'Nothing is lost: correct what is marked and send it again.',
  send: 'Send',
  problemTitle: 'That did not work',
  problem: 'Please go back, wait a moment and send the form again.',
  notTaken: 'We could not take your details just now.',
  tooLarge: 'Please go back, shorten your longest text and send the form again.',
  neverTaken:
    'The form on that page is not set up right, and we did not get your details. Sending it ' +
    'again will not help: please reach us in another way, and tell us of it.',
  fields: {
    first_name: 'First name',
    last_name: 'Last name',
    phone: 'Phone',
    product: 'Product',
    promo_code: 'Promo code',
    company: 'Company (may stay empty)',
    consent: 'I agree',
  },
  errors: {
    required: 'Please fill this in.',
    format: 'Please check this: it holds something that does not belong here.',
    too_short: 'This is too short. A phone number has 8 to 14 digits.',
    too_long: 'This is too long. A phone number has 8 to 14 digits, other fields 255 characters.',
    unknown: 'Please choose one of the products.',
  },
  extraTooLong: 'This is too long: 1,000 characters at most, and 3,000 together with the others.',
};

const indonesian: PageTexts = {
  thanksTitle: 'Terima kasih',
  thanks: 'Data Anda sudah kami terima. Kami akan segera menghubungi Anda.',
  reference: (ref) => `Nomor referensi Anda: ${ref}`,
  codeValid: 'Kode promo Anda diterima.',
  codeInvalid: 'Kode promo Anda tidak dapat dipakai. Pesanan Anda tetap kami terima.',
  codeUnchecked: 'Kode promo Anda akan kami periksa dan kami kabari saat menelepon.',
  correctTitle: 'Mohon periksa data Anda',
  correct: 'Tidak ada yang hilang: perbaiki bagian yang ditandai, lalu kirim lagi.',
  send: 'Kirim',
  problemTitle: 'Belum berhasil',
  problem: 'Silakan kembali, tunggu sebentar, lalu kirim formulir lagi.',
  notTaken: 'Data Anda belum dapat kami terima saat ini.',
  tooLarge: 'Silakan kembali, persingkat teks yang terpanjang, lalu kirim formulir lagi.',
  neverTaken:
    'Formulir di halaman itu belum diatur dengan benar, dan data Anda tidak kami terima. ' +
    'Mengirimnya lagi tidak akan membantu: silakan hubungi kami dengan cara lain, dan beri tahu ' +
    'kami soal ini.',
  fields: {
    first_name: 'Nama depan',
    last_name: 'Nama belakang',
    phone: 'Nomor telepon',
    product: 'Produk',
    promo_code: 'Kode promo',
    company: 'Perusahaan (boleh dikosongkan)',
    consent: 'Saya setuju',
  },
  errors: {
    required: 'Mohon diisi.',
    format: 'Mohon periksa: ada karakter yang tidak bisa dipakai di sini.',
    too_short: 'Terlalu pendek. Nomor telepon terdiri dari 8 sampai 14 angka.',
    too_long: 'Terlalu panjang. Nomor telepon 8 sampai 14 angka, isian lain 255 karakter.',
    unknown: 'Silakan pilih salah satu produk.',
  },
  extraTooLong: 'Terlalu panjang: paling banyak 1.000 karakter, dan 3.000 bersama isian lainnya.',
};

export type PageLanguage = 'en' | 'id';

export const pageTexts: Readonly<Record<PageLanguage, PageTexts>> = {
  en: english,
  id: indonesian,
};

/** The language that the form names, otherwise of those that we have the browser's favourite. */
export function pageLanguage(locale: string | null, acceptLanguage: string | null): PageLanguage {
  const accepted = parseAccept(acceptLanguage ?? '').filter(({ q }) => q > 0);
  for (const tag of [locale ?? '', ...accepted.map(({ type }) => type)]) {
    const language = tag.trim().slice(0, 2).toLowerCase();
    if (language === 'en' || language === 'id') return language;
  }
  return 'en';
}
