import 'promo-lead/types/solid';

// The mistakes that `checkers.test.ts` has, in its order.
export const wrong = [
  <lead-form products={[{ value: 'blackmask' }]} />,
  <lead-form endpont="https://leads.example" />,
  <lead-form promo="yes" />,
  <lead-form on:lead-accepted={(event) => event.receipt.reference} />,
  <lead-form on:lead-accepted={(event) => event.verdict} />,
  <promo-code-input value={5} />,
  <promo-code-input on:promo-code-verdict={(event) => event.verdict.state} />,
];
