export type { Connection, FetchHandler } from '../contract/fetch-handler.ts';
export type { Product } from '../contract/product.ts';
export { Alerts, type AlertsOptions } from './alerts/alerts.ts';
export { CodeLists, type CodeListsOptions } from './codes/code-lists.ts';
export type { LimitOptions } from './limits/limits.ts';
export { defaultSpamSettings, type SpamSettings } from './spam/spam-score.ts';
export type { Log } from './log.ts';
export { Metrics } from './metrics/metrics.ts';
export {
  type CodeOfLead,
  eachWithCode,
  type LeadWithCode,
  withCodes,
} from './leads/codes-of-leads.ts';
export { createDeliveries, type Deliveries, type Delivery } from './outbox/deliveries.ts';
export {
  type LeadAttempt,
  type LeadDetails,
  listLeads,
  readLead,
  retryLead,
  retryLeads,
  type RetryOutcome,
  type StoredLead,
} from './leads/leads.ts';
export {
  type ByHandOutcome,
  type LeadDecision,
  listUsesNeedingAttention,
  retryRedemption,
  settleLeadByHand,
  settleRedemptionByHand,
} from './leads/by-hand.ts';
export { type CorrectionOutcome, correctLead, whyNotCorrected } from './leads/correct-lead.ts';
export { doubtRestored, type Doubts, type RestoreOptions } from './leads/after-restore.ts';
export { expireAttempts } from './outbox/expire-attempts.ts';
export { eraseLeads, type LeadErasure, leadRefsOfPhone } from './leads/erase-leads.ts';
export { codesOfPhone, erasePhoneFromCodes, type TypedCode } from './leads/typed-codes.ts';
export { purgeLeads, releaseLeads } from './leads/quarantine.ts';
export { type AttentionCounts, countNeedsAttention } from './leads/needs-attention.ts';
export { heldUses, isHeldForLead } from './outbox/reservations.ts';
export { phonesWithLeads } from './leads/phones-with-leads.ts';
export { type LeadWithKeys, readLeadsOfPhone } from './leads/leads-of-phone.ts';
export { contactsState } from './leads/contacts-state.ts';
export {
  allLeads,
  findLeads,
  type FindLeadsOptions,
  type FoundLeads,
  type LeadCursor,
  type LeadFilter,
} from './leads/find-leads.ts';
export {
  type LeadChanges,
  type LeadChangesOptions,
  readLeadChanges,
} from './leads/lead-changes.ts';
export { type Retention, shortestKept } from './outbox/retention.ts';
export { createWorker, type Worker, type WorkerOptions } from './outbox/worker.ts';
export type { PostbackStatuses } from './postbacks/add-postback.ts';
export {
  countGivenUp,
  countLate,
  countWaiting,
  dismissGivenUp,
  retryGivenUp,
} from './postbacks/given-up.ts';
export { listUnsentPostbacks } from './postbacks/unsent-postbacks.ts';
export { createPostbacks, type PostbacksOptions } from './postbacks/postbacks.ts';
export {
  macros as postbackMacros,
  type PostbackTemplate,
  readTemplate as readPostbackTemplate,
  type TemplateFault,
} from './postbacks/template.ts';
export { createProxy, type ProxyOptions } from './proxy.ts';
export type { ReasonPolicy } from './codes/reasons.ts';
export { createTextCipher, type TextCipher } from './shared/text-cipher.ts';
export { sharedToken } from './shared/shared-token.ts';
export { SharedValues, type SharedValuesOptions } from './shared/shared-values.ts';
export { underPath } from './under-path.ts';
export { ViewCounts, type ViewCountsOptions } from './views/view-counts.ts';
