import { define } from '../shared/define.ts';
import { LeadForm } from './element.ts';

define('lead-form', LeadForm);

declare global {
  interface HTMLElementTagNameMap {
    'lead-form': LeadForm;
  }
}
