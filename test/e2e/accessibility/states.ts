import { problem } from '../../support/elements/proxy-stub.ts';

const receipt = { ref: 'REF-1', received_at: '2026-11-21T20:00:00Z' };
const retryLater = '80';
/** So that the client retries at once. */
const retryAtOnce = '0';

/** By the part before `/v1/…` in an endpoint of the gallery; any other never answers. */
export const answers: Readonly<Record<string, (path: string) => Response>> = {
  journey: (path) =>
    path.endsWith('validate')
      ? Response.json({ status: 'valid', code: 'SPRING-10' })
      : Response.json(receipt, { status: 202 }),
  valid: () => Response.json({ status: 'valid', code: 'SPRING-10' }),
  'valid-until': () =>
    Response.json({ status: 'valid', code: 'SPRING-10', ends_at: '2027-05-31T16:59:59Z' }),
  expired: () => Response.json({ status: 'invalid', reason: 'expired' }),
  unchecked: () => Response.json({ status: 'unchecked' }),
  redeemed: () => Response.json({ status: 'redeemed', code: 'SPRING-10' }),
  nobody: () => problem(404, 'not-found'),
  'too-many': () => problem(429, 'too-many-requests', {}, retryLater),
  unavailable: () => problem(503, 'unavailable', {}, retryAtOnce),
  away: () => problem(503, 'unavailable', {}, retryAtOnce),
  'away-for-long': () => problem(503, 'unavailable', {}, retryLater),
  duplicate: () => problem(409, 'duplicate'),
  refused: () => problem(403, 'origin-not-allowed'),
  accepted: () => Response.json(receipt, { status: 202 }),
  'accepted-with-code': () =>
    Response.json(
      { ...receipt, promo_code: { status: 'valid', code: 'SPRING-10' } },
      { status: 202 },
    ),
};

/** A state of an element, and how a page and its visitor reach it. */
export interface State {
  /** Unique, and the `id` of the element. */
  readonly name: string;
  readonly tag: 'promo-code-input' | 'lead-form';
  /** See {@link answers}. */
  readonly answer: string;
  /** Attributes, as HTML. */
  readonly attributes?: string;
  readonly content?: string;
  /** HTML around the element; `$` stands for the element. */
  readonly around?: string;
  /** What is typed, by field name; `promo_code` in `<promo-code-input>`. */
  readonly typed?: Readonly<Record<string, string>>;
  readonly act?: 'apply' | 'submit' | 'report';
  /** The resulting `:state(…)`. */
  readonly becomes: string;
}

const code = { promo_code: 'spring-10' };
const lead = { first_name: 'Ayu', last_name: 'Lestari', phone: '0812 3456 789' };
const wholeLead = { ...lead, product: 'rope', consent: 'true' };
const products = '<option value="rope">Jump rope</option><option value="mat">Yoga mat</option>';
// A lead that waits in the browser would be another state, and send itself.
const whole = { attributes: 'no-queue promo consent', content: products } as const;

function promoCode(
  name: string,
  answer: string,
  becomes: string,
  more: Partial<State> = { typed: code, act: 'apply' },
): State {
  return { name: `promo-code-${name}`, tag: 'promo-code-input', answer, becomes, ...more };
}

function leadForm(
  name: string,
  answer: string,
  becomes: string,
  more: Partial<State> = { typed: lead, act: 'submit' },
): State {
  const one = { attributes: 'no-queue product="rope"' };
  return { name: `lead-form-${name}`, tag: 'lead-form', answer, becomes, ...one, ...more };
}
const queued = { attributes: 'product="rope"', typed: lead, act: 'submit' } as const;

/** A complete form whose endpoint accepts everything. */
export const journey: State = leadForm('journey', 'journey', 'editing', whole);

/** Every state that a visitor can see. */
export const states: readonly State[] = [
  promoCode('empty', 'valid', 'empty', { attributes: 'placeholder="WELCOME10"' }),
  promoCode('typed', 'valid', 'typed', { typed: code }),
  promoCode('checking', 'never', 'checking'),
  promoCode('valid', 'valid', 'valid'),
  promoCode('valid-until', 'valid-until', 'valid'),
  promoCode('invalid', 'expired', 'invalid'),
  promoCode('unchecked', 'unchecked', 'unchecked'),
  promoCode('redeemed', 'redeemed', 'redeemed', {
    typed: code,
    act: 'apply',
    attributes: 'consume',
  }),
  promoCode('error', 'nobody', 'error'),
  promoCode('too-many', 'too-many', 'error'),
  promoCode('required', 'valid', 'empty', { attributes: 'required', act: 'report' }),
  promoCode('disabled', 'valid', 'typed', { attributes: 'disabled value="SPRING-10"' }),
  promoCode('readonly', 'valid', 'typed', { attributes: 'readonly value="SPRING-10"' }),
  promoCode('labelled-for', 'valid', 'empty', {
    around: '<label for="promo-code-labelled-for">Voucher of the week</label>$',
  }),
  promoCode('labelled-around', 'valid', 'empty', { around: '<label>Voucher around $</label>' }),
  promoCode('labelled-by-host', 'valid', 'empty', { attributes: 'aria-label="Voucher in words"' }),
  promoCode('labelled-by-others', 'valid', 'empty', {
    around:
      '<p id="others-name">Voucher by others</p>$<p id="others-hint">From our letter to you</p>',
    attributes: 'aria-labelledby="others-name" aria-describedby="others-hint"',
  }),
  leadForm('editing', 'accepted', 'editing', {}),
  leadForm('editing-whole', 'accepted', 'editing', whole),
  leadForm('errors', 'accepted', 'editing', { act: 'submit' }),
  leadForm('errors-whole', 'accepted', 'editing', { ...whole, act: 'submit' }),
  leadForm('submitting', 'never', 'submitting'),
  leadForm('failed', 'unavailable', 'failed'),
  leadForm('failed-whole', 'unavailable', 'failed', { ...whole, typed: wholeLead, act: 'submit' }),
  leadForm('too-many', 'too-many', 'failed'),
  leadForm('queued', 'away', 'queued', queued),
  leadForm('queued-for-long', 'away-for-long', 'queued', queued),
  leadForm('duplicate', 'duplicate', 'failed'),
  leadForm('refused', 'refused', 'failed'),
  leadForm('accepted', 'accepted', 'accepted'),
  leadForm('accepted-whole', 'accepted-with-code', 'accepted', {
    ...whole,
    typed: wholeLead,
    act: 'submit',
  }),
  leadForm('setup-fault', 'accepted', 'editing', { attributes: '' }),
];
