import type { PromoCodeInput as PromoCodeInputElement } from 'promo-lead';
import { useEffect, useRef, useState } from 'react';
import { PromoCodeInput } from './elements';

interface CheckoutProps {
  readonly hear: (what: string) => void;
}

export function Checkout({ hear }: CheckoutProps) {
  const field = useRef<PromoCodeInputElement>(null);
  const [code, setCode] = useState('');
  const [sent, setSent] = useState('');
  useEffect(() => {
    const onCheck = () => hear('check');
    const { current } = field;
    current?.addEventListener('promo-code-check', onCheck);
    return () => current?.removeEventListener('promo-code-check', onCheck);
  }, []);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setSent(JSON.stringify([...new FormData(event.currentTarget)]));
      }}
    >
      <PromoCodeInput
        ref={field}
        name="code"
        endpoint="https://leads.example"
        value={code}
        onInput={(event) => setCode(event.currentTarget.value)}
        onVerdict={(event) => hear(`verdict:${event.verdict.status}`)}
        onCamel={() => hear('camelEvent')}
        onCaps={() => hear('CAPSEvent')}
        onPascal={() => hear('PascalEvent')}
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
