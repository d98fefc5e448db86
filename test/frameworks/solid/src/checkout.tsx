import type { PromoCodeInput } from 'promo-lead';
import { createSignal, onMount } from 'solid-js';

interface CheckoutProps {
  readonly hear: (what: string) => void;
}

export function Checkout(props: CheckoutProps) {
  let field!: PromoCodeInput;
  const [code, setCode] = createSignal('');
  const [sent, setSent] = createSignal('');
  onMount(() => field.addEventListener('promo-code-check', () => props.hear('check')));
  // Events of the page's own in any case of letters, as other elements fire them.
  const others = {
    'on:camelEvent': () => props.hear('camelEvent'),
    'on:CAPSEvent': () => props.hear('CAPSEvent'),
    'on:PascalEvent': () => props.hear('PascalEvent'),
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setSent(JSON.stringify([...new FormData(event.currentTarget)]));
      }}
    >
      <promo-code-input
        ref={field}
        name="code"
        endpoint="https://leads.example"
        value={code()}
        on:input={(event) => setCode(event.currentTarget.value)}
        on:promo-code-verdict={(event) => props.hear(`verdict:${event.verdict.status}`)}
        {...others}
      />
      <button>Pay</button>
      <button type="button" onClick={() => setCode('WELCOME10')}>
        Use WELCOME10
      </button>
      <output id="code">{code()}</output>
      <output id="sent">{sent()}</output>
    </form>
  );
}
