import { expect, fixture, html } from '@open-wc/testing';
import { fieldErrorCodes } from '../../src/contract/field-error.ts';
import { errorText, type FieldName, fieldNames } from '../../src/elements/lead-form/fields.ts';
import { leadForm, promoCode as codeTexts, queue } from '../../src/elements/locales/en.ts';
import '../../src/index.ts';
import type {
  LeadForm,
  LeadFormMessages,
  PromoCodeInput,
  PromoCodeMessages,
  PromoCodeStatus,
} from '../../src/index.ts';
import { createDrillClient, type DrillName, drillNames } from '../../src/testing/index.ts';
import { deleteRows, storedRows } from '../client/queue/stored-rows.ts';
import { field, fill, loadLaterPart, submit } from '../elements/lead-form/lead-form-stage.ts';
import { waitUntil } from '../support/elements/wait-until.ts';

const formTexts: LeadFormMessages = { ...leadForm, ...queue };

type FieldState = readonly [status: PromoCodeStatus, text: keyof PromoCodeMessages];
type FormState = readonly [status: LeadForm['status'], text: keyof LeadFormMessages];

/** What a drill looks like: in a field that validates, in one that redeems, in a form. */
interface Appearance {
  readonly field: FieldState;
  readonly consuming?: FieldState;
  readonly form: FormState;
  /** A form that may keep the lead in the browser. */
  readonly keeping?: FormState;
}

const valid: FieldState = ['valid', 'valid'];
const redeemed: FieldState = ['redeemed', 'redeemed'];
const error: FieldState = ['error', 'error'];
const thanks: FormState = ['accepted', 'thanks'];
const failed: FormState = ['failed', 'unavailable'];
const queued: FormState = ['queued', 'queued'];
const fine: Appearance = { field: valid, consuming: redeemed, form: thanks };
const refused = (text: keyof PromoCodeMessages): Appearance => ({
  field: ['invalid', text],
  form: thanks,
});

type FieldDrillName = Extract<DrillName, `${FieldName}-${string}`>;

const appearances: Readonly<Record<Exclude<DrillName, FieldDrillName>, Appearance>> = {
  valid: fine,
  redeemed: fine,
  accepted: fine,
  delivered: fine,
  duplicate: { ...fine, form: ['failed', 'duplicate'] },
  'valid-until': { ...fine, field: ['valid', 'valid_until'] },
  unchecked: { field: ['unchecked', 'unchecked'], consuming: error, form: thanks },
  unconfirmed: {
    field: ['unchecked', 'unchecked'],
    consuming: ['unchecked', 'unconfirmed'],
    form: thanks,
  },
  unknown: refused('reason_unknown'),
  inactive: refused('reason_inactive'),
  not_started: refused('reason_not_started'),
  expired: refused('reason_expired'),
  exhausted: refused('reason_exhausted'),
  other: refused('reason_other'),
  invalid: refused('reason_invalid'),
  pending: { field: ['checking', 'checking'], form: ['submitting', 'submitting'] },
  aborted: { field: ['unchecked', 'unchecked'], form: failed },
  offline: { field: ['error', 'offline'], form: ['failed', 'offline'], keeping: queued },
  'too-many-requests': {
    field: ['error', 'too_many'],
    form: ['failed', 'too_many'],
    keeping: queued,
  },
  unreachable: { field: error, form: failed, keeping: queued },
  timeout: { field: error, form: failed, keeping: queued },
  'bad-reply': { field: error, form: failed, keeping: queued },
  unavailable: { field: error, form: failed, keeping: queued },
  'unavailable-retry-after': { field: error, form: failed, keeping: queued },
  'in-progress': { field: valid, consuming: error, form: failed, keeping: queued },
  'key-reused': { field: valid, consuming: error, form: failed },
  refused: { field: error, form: ['failed', 'refused'] },
  misconfigured: { field: error, form: ['failed', 'refused'] },
  'invalid-fields': { field: ['invalid', 'reason_unknown'], form: ['editing', 'phone_too_short'] },
};

const fieldAppearances: readonly (readonly [DrillName, Appearance])[] = fieldNames.flatMap((name) =>
  fieldErrorCodes.map(
    (code) => [`${name}-${code}`, { ...fine, form: ['editing', errorText(name, code)] }] as const,
  ),
);

const all = new Map([
  ...(Object.entries(appearances) as [DrillName, Appearance][]),
  ...fieldAppearances,
]);

/** The events that an element fired; none if there is no element. */
function eventsOf(target: EventTarget, names: readonly string[]): Event[] {
  const events: Event[] = [];
  for (const name of names) target.addEventListener(name, (event) => events.push(event));
  return events;
}

const codeEvents = ['promo-code-check', 'promo-code-verdict', 'promo-code-error'];
const eventOfCode: Readonly<Partial<Record<PromoCodeStatus, string>>> = {
  valid: 'promo-code-verdict',
  invalid: 'promo-code-verdict',
  unchecked: 'promo-code-verdict',
  redeemed: 'promo-code-verdict',
  error: 'promo-code-error',
};
const leadEvents = ['lead-submit', 'lead-accepted', 'lead-refused', 'lead-queued', 'lead-error'];
const eventOfLead: Readonly<Partial<Record<LeadForm['status'], string>>> = {
  accepted: 'lead-accepted',
  editing: 'lead-refused',
  failed: 'lead-error',
  queued: 'lead-queued',
};

/** All readable text in an element, as one line. */
function readingOf(el: Element): string {
  const words = el.shadowRoot?.textContent ?? '';
  return words.replace(/\s+/g, ' ');
}

/** A text up to its first placeholder. */
const fixedPart = (text = 'missing'): string => text.split('{')[0]?.trim() ?? '';

async function tryCode(name: DrillName, consume: boolean): Promise<void> {
  const [status, text] =
    (consume ? all.get(name)?.consuming : undefined) ?? (all.get(name) as Appearance).field;
  const el = await fixture<PromoCodeInput>(
    html`<promo-code-input
      ?consume=${consume}
      .client=${createDrillClient(name)}
      value="spring"
    ></promo-code-input>`,
  );
  const events = eventsOf(el, codeEvents);
  void el.apply();
  await waitUntil(() => el.status === status, `${name}: ${status}`);
  await el.updateComplete;
  expect(readingOf(el)).to.contain(fixedPart(codeTexts[text]));
  // Neither an endless wait nor the caller's own signal is an answer.
  const last = /^(pending|aborted)$/.test(name) ? [] : [eventOfCode[status]];
  const fieldFault = name === 'invalid-fields' ? [] : last;
  expect(events.map(({ type }) => type)).to.deep.equal(['promo-code-check', ...fieldFault]);
}

async function tryLead(name: DrillName, noQueue: boolean): Promise<void> {
  const { form, keeping = form } = all.get(name) as Appearance;
  const [status, text] = noQueue ? form : keeping;
  const products = [{ value: 'jump-rope', label: 'Jump rope' }];
  const client = createDrillClient(name);
  const el = await fixture<LeadForm>(
    html`<lead-form
      consent
      ?no-queue=${noQueue}
      .products=${products}
      .client=${client}
    ></lead-form>`,
  );
  await loadLaterPart(el);
  fill(el, { first_name: 'Ayu', last_name: 'Lestari', phone: '0812345678' });
  field(el, 'product').value = 'jump-rope';
  field(el, 'product').dispatchEvent(new Event('change'));
  field(el, 'consent').click();
  const events = eventsOf(el, leadEvents);
  if (status === 'submitting') void el.submit();
  else await submit(el);
  await waitUntil(() => el.status === status && events.length > 0, `${name}: ${status}`);
  await el.updateComplete;
  expect(readingOf(el)).to.contain(fixedPart(formTexts[text]));
  const last = status === 'submitting' ? [] : [eventOfLead[status]];
  expect(events.map(({ type }) => type)).to.deep.equal(['lead-submit', ...last]);
}

describe('drills', () => {
  after(deleteRows);

  it('are all tried here', () => {
    expect([...all.keys()]).to.have.members(drillNames);
  });

  for (const name of drillNames) {
    it(`<promo-code-input> shows ${name}`, () => tryCode(name, false));
    it(`<promo-code-input consume> shows ${name}`, () => tryCode(name, true));
    it(`<lead-form> shows ${name}`, () => tryLead(name, false));
    it(`<lead-form no-queue> shows ${name}`, () => tryLead(name, true));
  }

  it('show every text about the outcome of a code', () => {
    const shown = new Set(
      [...all.values()].flatMap((one) => [one.field[1], (one.consuming ?? one.field)[1]]),
    );
    // Labels, and texts that are shown beside others.
    const beside = [
      'label',
      'optional',
      'apply',
      'remove',
      'retry',
      'required',
      'correct_or_remove',
      'again',
      'wait',
    ];
    expect([...shown, ...beside]).to.have.members(Object.keys(codeTexts));
  });

  it('show the thanks with each verdict on the code', async () => {
    for (const [name, text] of [
      ['valid', 'code_valid'],
      ['expired', 'code_invalid'],
      ['unchecked', 'code_unchecked'],
    ] as const) {
      const client = createDrillClient(['unchecked', name]);
      const el = await fixture<LeadForm>(
        html`<lead-form promo product="jump-rope" .client=${client}></lead-form>`,
      );
      fill(el, { first_name: 'Ayu', last_name: 'Lestari', phone: '0812345678' });
      const promo = el.shadowRoot?.querySelector('promo-code-input') as PromoCodeInput;
      promo.value = 'spring';
      await submit(el);
      expect(readingOf(el)).to.contain(fixedPart(formTexts[text]));
    }
  });

  it('keep their leads apart from those of the form’s own proxy', async () => {
    const el = await fixture<LeadForm>(
      html`<lead-form
        product="jump-rope"
        endpoint="https://proxy.example/"
        .client=${createDrillClient('offline')}
      ></lead-form>`,
    );
    await loadLaterPart(el);
    fill(el, { first_name: 'Ayu', last_name: 'Lestari', phone: '0812345678' });
    await submit(el);
    expect(el.status).to.equal('queued');
    expect(JSON.stringify(await storedRows())).not.to.contain('proxy.example');
  });
});
