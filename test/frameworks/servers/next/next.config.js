/** @type {import('next').NextConfig} */
export default {
  // Loaded by Node as it is: it reads its own files, and opens a store.
  serverExternalPackages: ['promo-lead'],
};
