import { useEffect, useRef, useState } from 'preact/hooks';
import type { PromoCodeInput } from 'promo-lead';

interface CheckoutProps {
  readonly hear: (what: string) => void;
}

export function Checkout({ hear }: CheckoutProps) {
  const field = useRef<PromoCodeInput>(null);
  const [code, setCode] = useState('');
  const [sent, setSent] = useState('');
  useEffect(() => {
    const onCheck = () => hear('check');
    const { current } = field;
    current?.addEventListener('promo-code-check', onCheck);
    return () => current?.removeEventListener('promo-code-check', onCheck);
  }, []);
  // Of a name that begins with a capital Preact makes a small one.
  useEffect(() => {
    for (const name of ['CAPSEvent', 'PascalEvent']) {
      field.current?.addEventListener(name, () => hear(name));
    }
  }, []);
  // An event of the page's own, as other elements fire them.
  const others = { oncamelEvent: () => hear('camelEvent') };
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
        value={code}
        oninput={(event) => setCode(event.currentTarget.value)}
        onpromo-code-verdict={(event) => hear(`verdict:${event.verdict.status}`)}
        {...others}
      />
      <button>Pay</button>
      <button type="button" onClick={() => setCode('WELCOME10')}>
        Use WELCOME10
      </button>
      <output id="code">{code}</output>
      <output id="sent">{sent}</output>
    </form>
  );
}
