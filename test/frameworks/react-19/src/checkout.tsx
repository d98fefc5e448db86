import type { PromoCodeInput } from 'promo-lead';
import type { PromoCodeInputProps } from 'promo-lead/types/react';
import { useEffect, useRef, useState } from 'react';
import { useIsHydrated } from './is-hydrated';

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
  const told: PromoCodeInputProps = {
    'onpromo-code-verdict': (event) => hear(`verdict:${event.verdict.status}`),
  };
  // Events of the page's own in any case of letters, as other elements fire them.
  const more = {
    ...told,
    oncamelEvent: () => hear('camelEvent'),
    onCAPSEvent: () => hear('CAPSEvent'),
    onPascalEvent: () => hear('PascalEvent'),
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
        value={code}
        onInput={(event) => setCode(event.currentTarget.value)}
        {...(useIsHydrated() ? more : {})}
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
