import 'promo-lead/types/preact';
import 'promo-lead';

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
  return (
    <lead-form
      endpoint="https://leads.example"
      product="blackmask"
      products={products}
      messages={messages}
      clickIdParams="aff"
      remember={30}
      noQueue
      onlead-submit={(event) => hear(`submit:${event.lead.phone}`)}
      onlead-accepted={(event) => hear(`accepted:${event.receipt.ref}`)}
    >
      <p slot="extra">Asked for {times} times.</p>
    </lead-form>
  );
}
