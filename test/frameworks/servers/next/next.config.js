/** @type {import('next').NextConfig} */
export default {
  // Loaded by Node as it is: it reads its own files, and opens a store.
  serverExternalPackages: ['promo-lead'],
  // The owner's pages are at /promo/console/, and lead there from /promo/console.
  skipTrailingSlashRedirect: true,
};
