/** Notes about other phones that may belong to the same person, with how to look at each. */
export function similarNotes(phones: readonly string[]): readonly string[] {
  if (phones.length === 0) return [];
  const count = phones.length === 1 ? '1 more number is' : `${phones.length} more numbers are`;
  return [
    `${count} the same but for the country code or a zero. The same person? See:`,
    ...phones.map((phone) => `  promo-lead leads export --phone ${phone}`),
  ];
}
