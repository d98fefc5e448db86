import 'promo-lead';
import type { LeadFormProps } from 'promo-lead/types/react';
import { useIsHydrated } from './is-hydrated';

const products = [
  { value: 'blackmask', label: 'Black mask' },
  { value: 'hallupro', label: 'HalluPro' },
];
const messages = { submit: 'Order now' };

interface OrderProps {
  readonly times: number;
  readonly hear: (what: string) => void;
}

export function Order({ times, hear }: OrderProps) {
  const more: LeadFormProps = {
    products,
    messages,
    clickIdParams: 'aff',
    remember: 30,
    noQueue: true,
    'onlead-submit': (event) => hear(`submit:${event.lead.phone}`),
    'onlead-accepted': (event) => hear(`accepted:${event.receipt.ref}`),
  };
  // React gives an element that its server rendered neither properties nor listeners while it
  // takes it over, but with the next render.
  return (
    <lead-form
      endpoint="https://leads.example"
      product="blackmask"
      {...(useIsHydrated() ? more : {})}
    >
      <p slot="extra">Asked for {times} times.</p>
    </lead-form>
  );
}
