import type * as z from 'zod/mini';
import {
  ChangedOwnerCodes,
  ChangeOwnerCode,
  EndOwnerCode,
  GeneratedOwnerCodes,
  GenerateOwnerCodes,
  ManyOwnerCodes,
  NewOwnerCode,
  NewOwnerCompany,
  OwnerCode,
  OwnerCodeExportQuery,
  OwnerCodePage,
  OwnerCodeQuery,
  OwnerCompanies,
  OwnerCompany,
  OwnerUses,
  SettleUse,
} from '../contract/owner/codes.ts';
import {
  NewOwnerToken,
  OwnerClients,
  OwnerContactExportQuery,
  OwnerContactPage,
  OwnerContactQuery,
  OwnerTokenName,
} from '../contract/owner/contacts.ts';
import { CorrectLead } from '../contract/owner/correct-lead.ts';
import { OwnerDownload } from '../contract/owner/download.ts';
import { OwnerImport, OwnerImportQuery } from '../contract/owner/import.ts';
import { OwnerJournal, OwnerJournalQuery } from '../contract/owner/journal.ts';
import { LeadChanges, LeadChangesQuery } from '../contract/owner/lead-changes.ts';
import {
  OwnerErasure,
  OwnerExportQuery,
  OwnerLeadPage,
  OwnerLeadQuery,
  OwnerLeadStory,
  SettleLead,
} from '../contract/owner/leads.ts';
import { OwnerDone, QuarantinedLeads, RetryLeads } from '../contract/owner/many-leads.ts';
import { Overview, OverviewQuery } from '../contract/owner/overview.ts';
import {
  OwnerAuditPage,
  OwnerAuditQuery,
  OwnerSession,
  SignIn,
} from '../contract/owner/session.ts';
import { OwnerChecks, OwnerSetup } from '../contract/owner/setup.ts';
import { type OpenApiPart, problemContent } from '../proxy/openapi/openapi.ts';
import { type Json, schemaOf } from '../proxy/openapi/schema.ts';

interface Call {
  readonly summary: string;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  /** Whether the body is a CSV file. */
  readonly takesCsv?: boolean;
  /** 200 by default; 204 if there is no reply. */
  readonly status?: 200 | 201;
  readonly reply?: z.ZodMiniType;
}

const created = 201;

/** Every call of the owner's API, by method and path. */
export const ownerCalls: Readonly<Record<string, Call>> = {
  'GET /session': { summary: 'Whether somebody is signed in.', reply: OwnerSession },
  'POST /session': { summary: "Sign in with the owner's token: sets a cookie.", body: SignIn },
  'DELETE /session': { summary: 'Sign out.' },
  'GET /overview': {
    summary: 'Leads over time, and what waits.',
    query: OverviewQuery,
    reply: Overview,
  },
  'GET /audit': {
    summary: 'Who read and changed what, the newest first.',
    query: OwnerAuditQuery,
    reply: OwnerAuditPage,
  },
  'GET /setup': { summary: 'What landing pages need to know of the server.', reply: OwnerSetup },
  'GET /setup/checks': { summary: 'What the doctor finds.', reply: OwnerChecks },
  'GET /leads': {
    summary: 'Leads, the newest first.',
    query: OwnerLeadQuery,
    reply: OwnerLeadPage,
  },
  'GET /leads/export': { summary: 'All leads that fit, as CSV or JSON.', query: OwnerExportQuery },
  'GET /leads/news': {
    summary: 'Whether leads came or changed since a list was read; without personal data.',
    query: LeadChangesQuery,
    reply: LeadChanges,
  },
  'GET /downloads/{id}': { summary: 'How far a download is.', reply: OwnerDownload },
  'GET /leads/{ref}': { summary: 'One lead with its whole history.', reply: OwnerLeadStory },
  'POST /leads/{ref}/retry': { summary: 'Send a lead again that was held, refused or given up.' },
  'POST /leads/{ref}/correct': {
    summary: 'Correct a lead that was held, refused or given up, and send it again.',
    body: CorrectLead,
  },
  'POST /leads/{ref}/settle': {
    summary: 'Record what a person found out at the vendor.',
    body: SettleLead,
  },
  'POST /leads/{ref}/release': { summary: 'Send a lead that is in quarantine but is not spam.' },
  'POST /leads/{ref}/purge': { summary: 'Delete a lead in quarantine.' },
  'POST /leads/{ref}/erase': { summary: 'Erase the person of a lead.', reply: OwnerErasure },
  'POST /leads/retry': {
    summary: 'Send all leads of a list again that are held, given up or refused.',
    body: RetryLeads,
    reply: OwnerDone,
  },
  'POST /leads/release': {
    summary: 'Send all leads of a list that are in quarantine.',
    body: QuarantinedLeads,
    reply: OwnerDone,
  },
  'POST /leads/purge': {
    summary: 'Delete all leads of a list that are in quarantine.',
    body: QuarantinedLeads,
    reply: OwnerDone,
  },
  'GET /uses': { summary: 'Uses of codes that wait for a person.', reply: OwnerUses },
  'POST /uses/{id}/settle': {
    summary: 'Record whether a code was used, as found out at the vendor.',
    body: SettleUse,
  },
  'POST /uses/{id}/retry': { summary: 'Redeem a code whose use was held before it was sent.' },
  'POST /postbacks/retry': {
    summary: 'Send again all postbacks that were given up.',
    reply: OwnerDone,
  },
  'POST /postbacks/dismiss': {
    summary: 'Dismiss all postbacks that were given up.',
    reply: OwnerDone,
  },
  'GET /contacts': {
    summary: 'Contacts of the embedded backend, the newest first.',
    query: OwnerContactQuery,
    reply: OwnerContactPage,
  },
  'GET /contacts/export': {
    summary: 'All contacts that fit, as CSV or JSON.',
    query: OwnerContactExportQuery,
  },
  'GET /clients': { summary: 'Who may call the embedded backend.', reply: OwnerClients },
  'POST /clients/tokens': {
    summary: 'Make a token, which only this reply shows.',
    body: OwnerTokenName,
    status: created,
    reply: NewOwnerToken,
  },
  'POST /clients/tokens/revoke': { summary: 'Revoke a token for good.', body: OwnerTokenName },
  'GET /companies': { summary: 'Companies of the embedded backend.', reply: OwnerCompanies },
  'POST /companies': {
    summary: 'Add a company.',
    body: NewOwnerCompany,
    status: created,
    reply: OwnerCompany,
  },
  'GET /codes': { summary: 'Codes of a company.', query: OwnerCodeQuery, reply: OwnerCodePage },
  'GET /codes/export': {
    summary: 'All codes of a company, as CSV or JSON.',
    query: OwnerCodeExportQuery,
  },
  'POST /codes': { summary: 'Add a code.', body: NewOwnerCode, status: created, reply: OwnerCode },
  'PATCH /codes': {
    summary: 'Change the terms of a code, pause it, or activate it.',
    body: ChangeOwnerCode,
    reply: OwnerCode,
  },
  'POST /codes/activity': {
    summary: 'Pause or activate many codes: all of them, or none if one does not exist.',
    body: ManyOwnerCodes,
    reply: ChangedOwnerCodes,
  },
  'POST /codes/end': { summary: 'End a code now.', body: EndOwnerCode, reply: OwnerCode },
  'POST /codes/import': {
    summary: 'Check a CSV file of codes (`text/csv`); with `write=true`, add all of them.',
    query: OwnerImportQuery,
    takesCsv: true,
    reply: OwnerImport,
  },
  'GET /journal': {
    summary: 'Answered checks of promo codes, the newest first.',
    query: OwnerJournalQuery,
    reply: OwnerJournal,
  },
  'POST /codes/generate': {
    summary: 'Make many codes by a pattern.',
    body: GenerateOwnerCodes,
    status: created,
    reply: GeneratedOwnerCodes,
  },
};

/** The owner's part of the OpenAPI document: paths and authentication. */
export function ownerOpenApi(): OpenApiPart {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, call] of Object.entries(ownerCalls)) {
    const [method = '', path = ''] = name.split(' ');
    const operations = (paths[`/v1/owner${path}`] ??= {});
    operations[method.toLowerCase()] = operation(path, call);
  }
  return {
    paths,
    securitySchemes: { owner: { type: 'http', scheme: 'bearer' } },
  };
}

function operation(path: string, { summary, query, body, takesCsv, status, reply }: Call): Json {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): Json => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const isExport = path.endsWith('/export');
  const given = takesCsv ? csv : body && json(schemaOf(body, 'input'));
  const answered = isExport ? { ...csv, ...json(rows) } : reply && json(schemaOf(reply, 'output'));
  return {
    summary,
    security: path === '/session' ? [] : [{ owner: [] }],
    parameters: [...inPath, ...(query ? parametersOf(query) : [])],
    ...(given && { requestBody: { required: true, content: given } }),
    responses: {
      [status ?? (answered ? 200 : 204)]: {
        description: 'Done.',
        ...(answered && { content: answered }),
      },
      default: {
        description: 'What is wrong.',
        content: problemContent,
      },
    },
  };
}

function parametersOf(query: z.ZodMiniType): readonly Json[] {
  const { properties = {}, required = [] } = schemaOf(query, 'input');
  const needed = new Set([required].flat());
  return Object.entries(properties as Json).map(([name, schema]) => ({
    name,
    in: 'query',
    required: needed.has(name),
    schema,
  }));
}

const csv: Json = { 'text/csv': { schema: { type: 'string' } } };
/** The rows of an export. */
const rows: Json = { type: 'array', items: { type: 'object' } };

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}
