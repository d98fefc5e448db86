import 'promo-lead/lead-form.js';
