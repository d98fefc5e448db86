import { LeadForm, PromoCodeInput } from '../src/elements';

// The mistakes that `checkers.test.ts` has, in its order.
export const wrong = [
  <LeadForm products={[{ value: 'blackmask' }]} />,
  <LeadForm endpont="https://leads.example" />,
  <LeadForm promo="yes" />,
  <LeadForm onAccepted={(event) => event.receipt.reference} />,
  <LeadForm onAccepted={(event) => event.verdict} />,
  <PromoCodeInput value={5} />,
  <PromoCodeInput onVerdict={(event) => event.verdict.state} />,
];
