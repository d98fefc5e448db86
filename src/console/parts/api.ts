import type { FieldError } from '../../contract/field-error.ts';
import type {
  ChangedOwnerCodes,
  ChangeOwnerCode,
  EndOwnerCode,
  GeneratedOwnerCodes,
  GenerateOwnerCodes,
  ManyOwnerCodes,
  NewOwnerCode,
  OwnerCode,
  OwnerCodeExportQuery,
  OwnerCodePage,
  OwnerCodeQuery,
  OwnerCompanies,
  OwnerCompany,
  OwnerUses,
  SettleUse,
} from '../../contract/owner/codes.ts';
import type {
  NewOwnerToken,
  OwnerClients,
  OwnerContactExportQuery,
  OwnerContactPage,
  OwnerContactQuery,
  OwnerTokenName,
} from '../../contract/owner/contacts.ts';
import type { CorrectLead } from '../../contract/owner/correct-lead.ts';
import type { OwnerDownload } from '../../contract/owner/download.ts';
import type { OwnerImport, OwnerImportQuery } from '../../contract/owner/import.ts';
import type { OwnerJournal, OwnerJournalQuery } from '../../contract/owner/journal.ts';
import type { LeadChanges, LeadChangesQuery } from '../../contract/owner/lead-changes.ts';
import type {
  OwnerErasure,
  OwnerExportQuery,
  OwnerLeadPage,
  OwnerLeadQuery,
  OwnerLeadStory,
  SettleLead,
} from '../../contract/owner/leads.ts';
import type { OwnerDone, QuarantinedLeads, RetryLeads } from '../../contract/owner/many-leads.ts';
import type { Overview, OverviewQuery } from '../../contract/owner/overview.ts';
import type {
  OwnerAuditPage,
  OwnerAuditQuery,
  OwnerSession,
  SignIn,
} from '../../contract/owner/session.ts';
import type { OwnerChecks, OwnerSetup } from '../../contract/owner/setup.ts';
import type { Problem } from '../../contract/problem.ts';

const base = '../v1/owner';

/** Why a call failed: a problem reply (RFC 9457), or no reply at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** The problem's slug; `network` if no reply came. */
  readonly type: string;
  /** What is wrong with what the owner typed, in English. */
  readonly detail: string;
  readonly retryAfterSeconds: number;
  /** What is wrong with single fields. */
  readonly errors: readonly FieldError[];

  constructor(
    type: string,
    detail: string,
    retryAfterSeconds = 0,
    errors: readonly FieldError[] = [],
  ) {
    super(`Cannot call the owner's API: ${type}`);
    this.type = type;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
    this.errors = errors;
  }

  /** What a page shows of any error; of one that is a bug only that something went wrong. */
  static from(error: unknown): ApiError {
    return error instanceof ApiError ? error : new ApiError('internal', '');
  }
}

/** The owner's API. Every call throws {@link ApiError}. */
export const api = {
  session: (): Promise<OwnerSession> => call('GET', '/session'),
  signIn: (body: SignIn): Promise<void> => call('POST', '/session', body),
  signOut: (): Promise<void> => call('DELETE', '/session'),
  setup: (): Promise<OwnerSetup> => call('GET', '/setup'),
  checks: (): Promise<OwnerChecks> => call('GET', '/setup/checks'),
  overview: (query: OverviewQuery): Promise<Overview> => call('GET', `/overview${toQuery(query)}`),
  leads: (query: OwnerLeadQuery): Promise<OwnerLeadPage> => call('GET', `/leads${toQuery(query)}`),
  exportUrl: (query: OwnerExportQuery): string => `${base}/leads/export${toQuery(query)}`,
  leadChanges: (query: LeadChangesQuery): Promise<LeadChanges> =>
    call('GET', `/leads/news${toQuery(query)}`),
  download: (id: string): Promise<OwnerDownload> => call('GET', `/downloads/${segment(id)}`),
  lead: (ref: string): Promise<OwnerLeadStory> => call('GET', `/leads/${segment(ref)}`),
  retryLead: (ref: string): Promise<void> => call('POST', `/leads/${segment(ref)}/retry`),
  correctLead: (ref: string, body: CorrectLead): Promise<void> =>
    call('POST', `/leads/${segment(ref)}/correct`, body),
  releaseLead: (ref: string): Promise<void> => call('POST', `/leads/${segment(ref)}/release`),
  purgeLead: (ref: string): Promise<void> => call('POST', `/leads/${segment(ref)}/purge`),
  retryLeads: (body: RetryLeads): Promise<OwnerDone> => call('POST', '/leads/retry', body),
  releaseLeads: (body: QuarantinedLeads): Promise<OwnerDone> =>
    call('POST', '/leads/release', body),
  purgeLeads: (body: QuarantinedLeads): Promise<OwnerDone> => call('POST', '/leads/purge', body),
  settleLead: (ref: string, body: SettleLead): Promise<void> =>
    call('POST', `/leads/${segment(ref)}/settle`, body),
  erasePerson: (ref: string): Promise<OwnerErasure> => call('POST', `/leads/${segment(ref)}/erase`),
  contacts: (query: OwnerContactQuery): Promise<OwnerContactPage> =>
    call('GET', `/contacts${toQuery(query)}`),
  contactsUrl: (query: OwnerContactExportQuery): string =>
    `${base}/contacts/export${toQuery(query)}`,
  clients: (): Promise<OwnerClients> => call('GET', '/clients'),
  addToken: (body: OwnerTokenName): Promise<NewOwnerToken> => call('POST', '/clients/tokens', body),
  revokeToken: (body: OwnerTokenName): Promise<void> =>
    call('POST', '/clients/tokens/revoke', body),
  companies: (): Promise<OwnerCompanies> => call('GET', '/companies'),
  addCompany: (title: string): Promise<OwnerCompany> => call('POST', '/companies', { title }),
  codes: (query: OwnerCodeQuery): Promise<OwnerCodePage> => call('GET', `/codes${toQuery(query)}`),
  codesUrl: (query: OwnerCodeExportQuery): string => `${base}/codes/export${toQuery(query)}`,
  addCode: (body: NewOwnerCode): Promise<OwnerCode> => call('POST', '/codes', body),
  changeCode: (body: ChangeOwnerCode): Promise<OwnerCode> => call('PATCH', '/codes', body),
  setCodesActive: (body: ManyOwnerCodes): Promise<ChangedOwnerCodes> =>
    call('POST', '/codes/activity', body),
  endCode: (body: EndOwnerCode): Promise<OwnerCode> => call('POST', '/codes/end', body),
  importCodes: (query: OwnerImportQuery, file: Blob): Promise<OwnerImport> =>
    call('POST', `/codes/import${toQuery(query)}`, file),
  journal: (query: OwnerJournalQuery): Promise<OwnerJournal> =>
    call('GET', `/journal${toQuery(query)}`),
  generateCodes: (body: GenerateOwnerCodes): Promise<GeneratedOwnerCodes> =>
    call('POST', '/codes/generate', body),
  uses: (): Promise<OwnerUses> => call('GET', '/uses'),
  settleUse: (id: string, body: SettleUse): Promise<void> =>
    call('POST', `/uses/${segment(id)}/settle`, body),
  retryUse: (id: string): Promise<void> => call('POST', `/uses/${segment(id)}/retry`),
  retryPostbacks: (): Promise<OwnerDone> => call('POST', '/postbacks/retry'),
  dismissPostbacks: (): Promise<OwnerDone> => call('POST', '/postbacks/dismiss'),
  audit: (query: OwnerAuditQuery): Promise<OwnerAuditPage> =>
    call('GET', `/audit${toQuery(query)}`),
};

/**
 * A vendor may take a minute to list its promo codes. A change may take as long as it needs: nobody
 * should believe that it was not made.
 */
const readTimeoutMs = 90_000;

async function call<T>(method: string, path: string, body?: object | Blob): Promise<T> {
  const deadline = new AbortController();
  const isRead = method === 'GET';
  const timer = isRead ? setTimeout(() => deadline.abort(), readTimeoutMs) : undefined;
  try {
    return await ask(deadline.signal, method, path, body);
  } finally {
    clearTimeout(timer);
  }
}

/** The reply as the contract has it: page and server are of one version. */
async function ask<T>(
  signal: AbortSignal,
  method: string,
  path: string,
  body?: object | Blob,
): Promise<T> {
  const reply = await orNetworkError(
    fetch(base + path, {
      method,
      signal,
      ...(body && {
        headers: { 'content-type': body instanceof Blob ? body.type : 'application/json' },
        body: body instanceof Blob ? body : JSON.stringify(body),
      }),
    }),
  );
  if (!reply.ok) throw await problemOf(reply);
  // A reply may be cut off, or be another's: the login page of something in between.
  return (reply.status === 204 ? undefined : await orNetworkError(reply.json())) as T;
}

async function orNetworkError<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch {
    throw new ApiError('network', '');
  }
}

async function problemOf(reply: Response): Promise<ApiError> {
  const wait = Number(reply.headers.get('retry-after') ?? 0);
  try {
    const { type, detail = '', errors } = (await reply.json()) as Problem;
    return new ApiError(type, detail, wait, errors);
  } catch {
    // A server in between may take less than ours does.
    return new ApiError(reply.status === 413 ? 'too-large' : 'unavailable', '', wait);
  }
}

function toQuery(fields: object): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length > 0 ? `?${query.toString()}` : '';
}

const segment = encodeURIComponent;
