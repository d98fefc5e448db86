import 'promo-lead/promo-code-input.js';
