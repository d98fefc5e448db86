import { LeadRequest } from '../../contract/lead.ts';
import type { FieldError } from '../../contract/field-error.ts';
import { validate } from '../../contract/validate.ts';
import type { Product } from '../../contract/product.ts';
import { readText } from '../guards/body.ts';
import type { AllowedOrigins } from '../guards/origin.ts';
import type { LeadIntake } from '../lead-intake.ts';
import { leadFingerprint } from '../outbox/intake.ts';
import { correctionPage } from '../pages/correction-page.ts';
import { pageReply } from '../pages/page.ts';
import { pageLanguage } from '../pages/texts.ts';
import { thanksPage } from '../pages/thanks-page.ts';
import { ProblemError } from '../problem-reply.ts';

export interface FormPostOptions {
  readonly intake: LeadIntake;
  readonly products: readonly Product[];
  readonly origins: AllowedOrigins;
}

/** The fields that a plain form may have; others (a submit button's name) are left alone. */
const fieldNames = [
  'first_name',
  'last_name',
  'phone',
  'click_id',
  'product',
  'promo_code',
  'company',
  'consent',
  'locale',
] as const;

/**
 * Answers the form of a page without script: to the owner's thank-you page, to ours, or to a page
 * that says which field is wrong and holds what was typed.
 */
export async function replyToForm(options: FormPostOptions, request: Request): Promise<Response> {
  const { intake, products, origins } = options;
  const form = new URLSearchParams(await readText(request));
  const fields = readFields(form);
  const language = pageLanguage(form.get('locale'), request.headers.get('accept-language'));
  const correct = (errors: readonly FieldError[]): Promise<Response> =>
    pageReply(422, language, correctionPage({ language, fields, errors, products, form }));

  const validation = validate(LeadRequest, fields);
  if (!validation.ok) return correct(validation.errors);
  try {
    const lead = intake.prepare(validation.value);
    // A form has no header for a key: the same fields again are a second click, not a second lead.
    const { receipt } = await intake.accept(lead, `form:${await leadFingerprint(lead)}`);
    const successUrl = allowedUrl(form.get('success_url'), origins);
    if (successUrl !== undefined) {
      return new Response(null, { status: 303, headers: { location: successUrl } });
    }
    return await pageReply(202, language, thanksPage({ language, receipt }));
  } catch (error) {
    const errors = error instanceof ProblemError ? error.options.errors : undefined;
    if (errors) return correct(errors);
    throw error;
  }
}

/** What was typed; an optional field that was left empty was not sent. */
function readFields(form: URLSearchParams): Record<string, string | true> {
  const fields: Record<string, string | true> = {};
  for (const name of fieldNames) {
    const values = form.getAll(name);
    if (values.length > 1) {
      throw new ProblemError('invalid-body', { detail: `Send ${name} once.` });
    }
    const [value] = values;
    if (value === undefined || value === '') continue;
    fields[name] = name === 'consent' && /^(on|true|1)$/.test(value) ? true : value;
  }
  return fields;
}

/** A page to go to, where its origin is on the list: the proxy is no open redirect. */
function allowedUrl(url: string | null, origins: AllowedOrigins): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const { origin, protocol, href } = new URL(url);
  return /^https?:$/.test(protocol) && origins().includes(origin) ? href : undefined;
}
