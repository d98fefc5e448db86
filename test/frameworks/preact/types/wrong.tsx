import 'promo-lead/types/preact';

export const wrong = [
  // @ts-expect-error -- A product has a label.
  <lead-form products={[{ value: 'blackmask' }]} />,
  // @ts-expect-error -- There is no such property.
  <lead-form endpont="https://leads.example" />,
  // @ts-expect-error -- It is there or not.
  <lead-form promo="yes" />,
  // @ts-expect-error -- A receipt has no such field.
  <lead-form onlead-accepted={(event) => event.receipt.reference} />,
  // @ts-expect-error -- It is fired by the other element.
  <lead-form onlead-accepted={(event) => event.verdict} />,
  // @ts-expect-error -- A value is a text.
  <promo-code-input value={5} />,
  // @ts-expect-error -- A verdict has a status.
  <promo-code-input onpromo-code-verdict={(event) => event.verdict.state} />,
];
