export {
  type Attribution,
  forgetTouches,
  rememberTouch,
  type RememberTouchOptions,
  type Touch,
} from './elements/lead-form/remember-touch.ts';
