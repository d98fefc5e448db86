import { createSignal, Show } from 'solid-js';
import { Checkout } from './checkout';
import { Order } from './order';

export function Page() {
  const [isShown, setShown] = createSignal(true);
  const [times, setTimes] = createSignal(0);
  const [heard, setHeard] = createSignal<readonly string[]>([]);
  const hear = (what: string) => setHeard((before) => [...before, what]);
  return (
    <main>
      <button onClick={() => setShown(!isShown())}>Show or hide</button>
      <button onClick={() => setTimes(times() + 1)}>Ask again</button>
      <Show when={isShown()} fallback={<p>Nothing to order.</p>}>
        <Order times={times()} hear={hear} />
      </Show>
      <Checkout hear={hear} />
      <output id="heard">{heard().join(' ')}</output>
    </main>
  );
}
