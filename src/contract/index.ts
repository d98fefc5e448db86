export { type Attribution, type Touch } from './attribution.ts';
export { codeKey, codeLengthMax, normaliseCode } from './code.ts';
export { type FieldError, type FieldErrorCode, fieldErrorCodes } from './field-error.ts';
export {
  type Extra,
  extraCountMax,
  extraLengthMax,
  extraLengthMaxInAll,
  isExtraName,
  normaliseExtra,
} from './extra.ts';
export type { Connection, FetchHandler } from './fetch-handler.ts';
export { LeadReceipt, LeadRequest, type Signals, usableClickId } from './lead.ts';
export { isPhone, normalisePhone, phoneDigitsMax, phoneDigitsMin } from './phone.ts';
export { Problem, problemStatus, type ProblemType } from './problem.ts';
export { PromoCodeRequest, RedeemVerdict, Verdict } from './promo-code.ts';
export { type ReasonCode, reasonCodes } from './reason-code.ts';
export { normaliseText } from './text.ts';
export { validate, type Validation } from './validate.ts';
