import { LeadForm, PromoCodeInput } from '../src/elements';

export const wrong = [
  // @ts-expect-error -- A product has a label.
  <LeadForm products={[{ value: 'blackmask' }]} />,
  // @ts-expect-error -- There is no such property.
  <LeadForm endpont="https://leads.example" />,
  // @ts-expect-error -- It is there or not.
  <LeadForm promo="yes" />,
  // @ts-expect-error -- A receipt has no such field.
  <LeadForm onAccepted={(event) => event.receipt.reference} />,
  // @ts-expect-error -- It is fired by the other element.
  <LeadForm onAccepted={(event) => event.verdict} />,
  // @ts-expect-error -- A value is a text.
  <PromoCodeInput value={5} />,
  // @ts-expect-error -- A verdict has a status.
  <PromoCodeInput onVerdict={(event) => event.verdict.state} />,
];
