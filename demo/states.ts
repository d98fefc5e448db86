import './controls.ts';
import { LeadForm, PromoCodeInput } from 'promo-lead';
import { createDrillClient, type DrillName, drillNames } from 'promo-lead/testing';
import { reasonCodes } from '../src/contract/reason-code.ts';
import { reachOutcome } from './reach-outcome.ts';

/** An element, and how to bring it into its state. */
interface Specimen {
  readonly title: string;
  readonly element: PromoCodeInput | LeadForm;
  /** Whether nobody has touched it yet. */
  readonly isFresh?: boolean;
}

const visitor = {
  first_name: 'Ana',
  last_name: 'Wijaya',
  phone: '+62 812-3456-789',
  product: 'blackmask',
  consent: 'true',
};

const ofField = drillNames.filter((name) => /-(?:required|format|too_\w+|unknown)$/.test(name));
const ofRedemption: readonly DrillName[] = ['redeemed', 'unconfirmed', 'exhausted', 'pending'];
/** What the receipt says is seen in the thanks, and a refused code holds its form back. */
const ofCode: readonly DrillName[] = [
  'valid',
  'valid-until',
  'unchecked',
  'redeemed',
  'unconfirmed',
  ...reasonCodes,
];
const ofLead: readonly DrillName[] = ['accepted', 'delivered', 'duplicate'];

const sections: Readonly<Record<string, () => readonly Specimen[]>> = {
  code: () => [
    { title: 'empty', element: codeField('valid', ''), isFresh: true },
    ...without(drillNames, ofField, ofLead, ['redeemed', 'unconfirmed']).map((name) => ({
      title: name,
      element: codeField(name),
    })),
  ],
  consuming: () =>
    ofRedemption.map((name) => ({
      title: name,
      element: Object.assign(codeField(name), { consume: true }),
    })),
  lead: () => [
    { title: 'empty', element: leadForm(['accepted']), isFresh: true },
    { title: 'sent while empty', element: leadForm(['accepted']) },
    { title: 'accepted', element: leadForm(['accepted'], visitor) },
    ...(['valid', 'expired', 'unchecked'] as const).map((name) => ({
      title: `['unchecked', '${name}'], with a code`,
      element: leadForm(['unchecked', name], { ...visitor, promo_code: 'WELCOME10' }),
    })),
    { title: 'offline', element: leadForm(['offline'], visitor) },
    ...without(drillNames, ofField, ofCode, ['accepted', 'delivered']).map((name) => ({
      title: `${name}, with no-queue`,
      element: Object.assign(leadForm([name], visitor), { noQueue: true }),
    })),
  ],
  field: () => ofField.map((name) => ({ title: name, element: leadForm([name], visitor) })),
};

for (const place of document.querySelectorAll<HTMLElement>('[data-states]')) {
  const fill = (): void => {
    for (const specimen of sections[place.dataset['states'] ?? '']?.() ?? []) show(specimen, place);
  };
  const details = place.closest('details');
  // Many forms at once are slow to appear, so those that are not selected wait.
  if (details) details.addEventListener('toggle', fill, { once: true });
  else fill();
}

function show({ title, element, isFresh = false }: Specimen, place: HTMLElement): void {
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  caption.textContent = title;
  figure.append(caption, element);
  place.append(figure);
  if (!isFresh) void reachOutcome(element);
}

function without(
  names: readonly DrillName[],
  ...others: readonly (readonly DrillName[])[]
): readonly DrillName[] {
  return names.filter((name) => !others.some((list) => list.includes(name)));
}

function codeField(name: DrillName, value = 'WELCOME10'): PromoCodeInput {
  return Object.assign(new PromoCodeInput(), { client: createDrillClient(name), value });
}

/** A form that takes these values over from a plain form inside it, as on a page. */
function leadForm(
  drills: readonly [DrillName, ...DrillName[]],
  values: Readonly<Record<string, string>> = {},
): LeadForm {
  const form = document.createElement('form');
  for (const [name, value] of Object.entries(values)) {
    form.append(Object.assign(document.createElement('input'), { name, value, ariaLabel: name }));
  }
  const element = Object.assign(new LeadForm(), {
    client: createDrillClient(drills),
    promo: true,
    consent: true,
    products: [
      { value: 'blackmask', label: 'Black Mask' },
      { value: 'hallupro', label: 'Dr. Hallux' },
    ],
  });
  element.append(form);
  return element;
}
