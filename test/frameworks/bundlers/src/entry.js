// The declared side effects have to keep this: nothing here uses what it exports.
import 'promo-lead/lead-form.js';
