import './elements/lead-form/define.ts';
import './elements/promo-code-input/define.ts';

export * from './elements/index.ts';
