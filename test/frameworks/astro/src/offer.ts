export const products = [
  { value: 'blackmask', label: 'Black mask' },
  { value: 'hallupro', label: 'HalluPro' },
];
export const messages = { submit: 'Order now' };
