import type * as z from 'zod/mini';
import { Challenge, challengeActions, solutionHeader } from '../../contract/challenge.ts';
import { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import { Problem, problemStatus } from '../../contract/problem.ts';
import { PromoCodeRequest, RedeemVerdict, Verdict } from '../../contract/promo-code.ts';
import { ViewRequest } from '../../contract/view.ts';
import { paths } from '../paths.ts';
import { formContent, pageContent } from './form.ts';
import { type Json, schemaOf } from './schema.ts';

interface Call {
  readonly summary: string;
  readonly request: z.ZodMiniType;
  readonly status: 200 | 202;
  readonly reply: z.ZodMiniType;
  readonly isIdempotent: boolean;
  /** A plain form may send it too, and gets a page as its reply. */
  readonly isForm?: true;
}

const calls: Readonly<Record<string, Call>> = {
  [paths.validate]: {
    summary: 'Answer whether a promo code would be accepted now. Consumes nothing.',
    request: PromoCodeRequest,
    status: 200,
    reply: Verdict,
    isIdempotent: false,
  },
  [paths.redeem]: {
    summary: 'Use a promo code up once.',
    request: PromoCodeRequest,
    status: 200,
    reply: RedeemVerdict,
    isIdempotent: true,
  },
  [paths.leads]: {
    summary: 'Store a lead durably; it is delivered to the upstream afterwards.',
    request: LeadRequest,
    status: 202,
    reply: LeadReceipt,
    isIdempotent: true,
    isForm: true,
  },
};

/** The body of a problem. */
export const problemContent: Json = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};

const solution: Json = {
  name: solutionHeader,
  in: 'header',
  description: 'The payload of the challenge that came with `challenge-required`.',
  required: false,
  schema: { type: 'string', contentEncoding: 'base64' },
};

const retryAfter: Json = {
  'Retry-After': {
    description: 'Whole seconds until it is worth to ask again, where they are known.',
    schema: { type: 'string', pattern: '^[0-9]+$' },
  },
};

const challengeCall: Json = {
  summary: 'Give a challenge (ALTCHA, version 2) to solve ahead of a call.',
  parameters: [
    {
      name: 'action',
      in: 'query',
      description: 'What the call is about: a challenge for one is not accepted for the other.',
      required: false,
      schema: { enum: challengeActions, default: 'promo-code' },
    },
  ],
  responses: {
    200: {
      description: 'The answer.',
      content: { 'application/json': { schema: schemaOf(Challenge, 'output') } },
    },
    404: problem(['not-found']),
    422: problem(['invalid-fields']),
    429: { headers: retryAfter, ...problem(['too-many-requests']) },
  },
};

const viewCall: Json = {
  summary: 'Count that a form was shown, or begun. Nothing in it identifies the visitor.',
  requestBody: {
    required: true,
    content: {
      // The same JSON, as a browser sends it without a preflight.
      'text/plain': { schema: schemaOf(ViewRequest, 'input') },
      'application/json': { schema: schemaOf(ViewRequest, 'input') },
    },
  },
  responses: {
    204: { description: 'Always, whatever could be counted.' },
    403: problem(['origin-not-allowed']),
  },
};

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'The same for the same request, however often it is sent; a UUID of version 7 is best. ' +
    'A plain form has none.',
  required: true,
  schema: { type: 'string', minLength: 8, maxLength: 128 },
};

const replayed: Json = {
  'Idempotent-Replayed': {
    description: 'The key was known: the request was carried out once, and this is its answer.',
    schema: { type: 'string', const: 'true' },
  },
};

/** The statuses of temporary problems. */
const temporary: ReadonlySet<number> = new Set([
  problemStatus['in-progress'],
  problemStatus['too-many-requests'],
  problemStatus.unavailable,
]);

/** What other handlers on the same port add. */
export interface OpenApiPart {
  readonly paths: Json;
  readonly securitySchemes: Json;
}

/** The OpenAPI 3.1 document of the proxy. */
export function openApi({ paths: more, securitySchemes }: Partial<OpenApiPart> = {}): Json {
  const ours = Object.entries(calls).map(([path, call]) => [path, { post: operation(call) }]);
  return {
    openapi: '3.1.0',
    info: { title: 'promo-lead proxy', version: '1' },
    // Relative to the document, which may be below a path of a site.
    servers: [{ url: '.' }],
    paths: {
      ...Object.fromEntries(ours),
      [paths.challenge]: { get: challengeCall },
      [paths.views]: { post: viewCall },
      ...more,
    },
    components: { schemas: { Problem: schemaOf(Problem, 'output') }, securitySchemes },
  };
}

function operation({ summary, request, status, reply, isIdempotent, isForm }: Call): Json {
  const answer = { 'application/json': { schema: schemaOf(reply, 'output') } };
  const headers = isIdempotent && { headers: replayed };
  return {
    summary,
    parameters: [...(isIdempotent ? [idempotencyKey] : []), solution],
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: schemaOf(request, 'input') },
        ...(isForm && formContent()),
      },
    },
    responses: {
      [status]: {
        description: 'The answer.',
        ...headers,
        content: { ...answer, ...(isForm && pageContent) },
      },
      ...(isForm && {
        201: { description: 'The same, once the upstream has it.', ...headers, content: answer },
        303: {
          description: "To the form's `success_url`.",
          headers: { Location: { schema: { type: 'string', format: 'uri' } } },
        },
      }),
      ...Object.fromEntries(
        problems().map(([code, types]) => [
          code,
          { ...headersOf(Number(code), isIdempotent), ...problem(types, isForm) },
        ]),
      ),
    },
  };
}

/** Of all problems, only that of a known phone is the final reply to a key. */
function headersOf(status: number, isIdempotent: boolean): Json {
  const headers = {
    ...(isIdempotent && status === problemStatus.duplicate && replayed),
    ...(temporary.has(status) && retryAfter),
  };
  return Object.keys(headers).length > 0 ? { headers } : {};
}

function problem(types: readonly string[], isForm?: true): Json {
  return {
    description: types.join(', '),
    content: { ...problemContent, ...(isForm && pageContent) },
  };
}

/** The problem types by their status. */
function problems(): [string, string[]][] {
  const byStatus = new Map<string, string[]>();
  for (const [type, status] of Object.entries(problemStatus)) {
    byStatus.set(String(status), [...(byStatus.get(String(status)) ?? []), type]);
  }
  return Array.from(byStatus);
}
