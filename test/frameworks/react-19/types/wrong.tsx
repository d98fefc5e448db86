import 'promo-lead/types/react';

// The mistakes that `checkers.test.ts` has, in its order.
export const wrong = [
  <lead-form products={[{ value: 'blackmask' }]} />,
  <lead-form endpont="https://leads.example" />,
  <lead-form promo="yes" />,
  <lead-form onlead-accepted={(event) => event.receipt.reference} />,
  <lead-form onlead-accepted={(event) => event.verdict} />,
  <promo-code-input value={5} />,
  <promo-code-input onpromo-code-verdict={(event) => event.verdict.state} />,
];
