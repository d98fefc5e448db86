export { codeList, type CodeListOptions } from './code-list/adapter.ts';
export type { UseLedger } from './code-list/api.ts';
export { endpoint } from './endpoint.ts';
export { exchange, type ExchangeOptions, type Reply } from './exchange.ts';
export { type Failure, UpstreamError, type UpstreamErrorOptions } from './failure.ts';
export { PackedCodes } from './packed-codes.ts';
export type {
  Company,
  ContactOutcome,
  ContactUpstream,
  ListFaults,
  NewContact,
  PromoCode,
  PromoCodeList,
  PromoCodeUpstream,
  Redemption,
} from './ports.ts';
export { preview } from './preview.ts';
export { promoholder, type PromoholderOptions } from './promoholder/adapter.ts';
export { promosSeru, type PromosSeruOptions } from './promos-seru/adapter.ts';
export { quote, quoteForError } from './quote.ts';
export { webhook, type WebhookOptions } from './webhook/adapter.ts';
export { sign as signWebhook, type WebhookMessage } from './webhook/signature.ts';
