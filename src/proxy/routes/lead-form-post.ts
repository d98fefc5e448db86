import { unableToSolve } from '../../contract/challenge.ts';
import type { FieldError } from '../../contract/field-error.ts';
import type { Product } from '../../contract/product.ts';
import { readText } from '../guards/body.ts';
import type { AllowedOrigins } from '../guards/origin.ts';
import type { LeadIntake } from '../intake/lead-intake.ts';
import { correctionPage } from '../pages/correction-page.ts';
import { pageReply } from '../pages/page.ts';
import { pageLanguage } from '../pages/texts.ts';
import { thanksPage } from '../pages/thanks-page.ts';
import { ProblemError } from '../problem-reply.ts';
import type { RouteEnv } from './env.ts';
import { readExtra, validateForm } from './form-fields.ts';

/** More than any page has. Going through the 16,000 that fit into a body takes some 10 ms. */
const fieldsMax = 1000;

export interface FormPostOptions {
  readonly intake: LeadIntake;
  readonly products: readonly Product[];
  readonly origins: AllowedOrigins;
}

/**
 * Answers the form of a page without script: with the owner's thank-you page, with ours, or with a
 * page that says which field is wrong and keeps what was typed.
 */
export async function replyToForm(
  options: FormPostOptions,
  request: Request,
  { visitor, ...connection }: RouteEnv['Bindings'],
): Promise<Response> {
  const { intake, products, origins } = options;
  const form = new URLSearchParams(await readText(request, connection));
  if (form.size > fieldsMax) {
    throw new ProblemError('invalid-body', { detail: `Send at most ${fieldsMax} fields.` });
  }
  const language = pageLanguage(form.get('locale'), request.headers.get('accept-language'));
  const correct = (errors: readonly FieldError[]): Promise<Response> => {
    const successUrl = allowedUrl(form.get('success_url'), origins);
    const typed = { form, extra: readExtra(form) };
    const page = correctionPage({ language, ...typed, errors, products, successUrl });
    return pageReply(422, language, page);
  };

  const validation = validateForm(form);
  if (!validation.ok) return correct(validation.errors);
  try {
    const lead = validation.value;
    const visit = { ...visitor, action: 'lead', solution: unableToSolve } as const;
    const { receipt } = await intake.accept(lead, { kind: 'form' }, visit);
    const successUrl = allowedUrl(form.get('success_url'), origins);
    if (successUrl !== undefined) {
      return new Response(null, { status: 303, headers: { location: successUrl } });
    }
    return await pageReply(202, language, thanksPage(language, receipt));
  } catch (error) {
    const errors = error instanceof ProblemError ? error.options.errors : undefined;
    if (errors) return correct(errors);
    throw error;
  }
}

/** The URL if its origin is on the list: the proxy must not be an open redirect. */
function allowedUrl(url: string | null, origins: AllowedOrigins): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const { origin, protocol, href } = new URL(url);
  return /^https?:$/.test(protocol) && origins().includes(origin) ? href : undefined;
}
