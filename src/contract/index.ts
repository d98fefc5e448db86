export { codeKey, codeLengthMax, normaliseCode } from './code.ts';
export type { FetchHandler } from './fetch-handler.ts';
export { type Attribution, LeadReceipt, LeadRequest, type Touch, usableClickId } from './lead.ts';
export { isPhone, normalisePhone, phoneDigitsMax, phoneDigitsMin } from './phone.ts';
export {
  type FieldError,
  type FieldErrorCode,
  fieldErrorCodes,
  Problem,
  problemStatus,
  type ProblemType,
} from './problem.ts';
export {
  PromoCodeRequest,
  type ReasonCode,
  reasonCodes,
  RedeemVerdict,
  Verdict,
} from './promo-code.ts';
export { normaliseText } from './text.ts';
export { validate, type Validation } from './validate.ts';
