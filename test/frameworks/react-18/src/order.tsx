import { LeadForm } from './elements';

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
    <LeadForm
      endpoint="https://leads.example"
      product="blackmask"
      products={products}
      messages={messages}
      clickIdParams="aff"
      remember={30}
      noQueue
      onSubmit={(event) => hear(`submit:${event.lead.phone}`)}
      onAccepted={(event) => hear(`accepted:${event.receipt.ref}`)}
    >
      <p slot="extra">Asked for {times} times.</p>
    </LeadForm>
  );
}
