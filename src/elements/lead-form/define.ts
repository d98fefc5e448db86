import { define } from '../shared/define.ts';
import { LeadForm } from './element.ts';

/** Registers `<lead-form>`, once. Never throws. */
export function defineLeadForm(): void {
  define('lead-form', LeadForm);
}
