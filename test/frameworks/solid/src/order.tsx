import 'promo-lead/types/solid';
import 'promo-lead';

const products = [
  { value: 'blackmask', label: 'Black mask' },
  { value: 'hallupro', label: 'HalluPro' },
];
const messages = { submit: 'Order now' };
const given = { products, messages, clickIdParams: 'aff', remember: 30, noQueue: true };

interface OrderProps {
  readonly times: number;
  readonly hear: (what: string) => void;
}

export function Order(props: OrderProps) {
  return (
    <lead-form
      endpoint="https://leads.example"
      product="blackmask"
      // Solid sets no properties on an element that its server rendered.
      ref={(form) => Object.assign(form, given)}
      on:lead-submit={(event) => props.hear(`submit:${event.lead.phone}`)}
      on:lead-accepted={(event) => props.hear(`accepted:${event.receipt.ref}`)}
    >
      <p slot="extra">Asked for {props.times} times.</p>
    </lead-form>
  );
}
