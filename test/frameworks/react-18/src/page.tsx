import { useCallback, useState } from 'react';
import { Checkout } from './checkout';
import { Order } from './order';

export function Page() {
  const [isShown, setShown] = useState(true);
  const [times, setTimes] = useState(0);
  const [heard, setHeard] = useState<readonly string[]>([]);
  const hear = useCallback((what: string) => setHeard((before) => [...before, what]), []);
  return (
    <main>
      <button onClick={() => setShown(!isShown)}>Show or hide</button>
      <button onClick={() => setTimes(times + 1)}>Ask again</button>
      {isShown ? <Order times={times} hear={hear} /> : <p>Nothing to order.</p>}
      <Checkout hear={hear} />
      <output id="heard">{heard.join(' ')}</output>
    </main>
  );
}
