import type { PromoCodeInput } from '../../src/index.ts';
import type * as testing from '../../src/testing/index.ts';

interface Wanted {
  readonly lang: string;
  /** The phone's label in that language, and the text that a promo code reserves room for. */
  readonly phone: string;
  readonly room: string;
  /** URL of the module with the drills. */
  readonly module: string;
}

/** Runs in the page: each state in which a form's height differs from the first, in pixels. */
export async function changedHeights(wanted: Wanted): Promise<readonly string[]> {
  const { lang, module } = wanted;
  const { createDrillClient } = (await import(module)) as typeof testing;
  const products = [{ value: 'a', label: 'A' }];
  const client = createDrillClient('accepted');
  const form = document.createElement('lead-form');
  Object.assign(form, { lang, client, products, promo: true, consent: true, noQueue: true });
  document.body.append(form);
  const shadow = form.shadowRoot as ShadowRoot;
  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) await new Promise((resolve) => requestAnimationFrame(resolve));
  };
  await until(() => shadow.querySelector('[for=phone]')?.textContent === wanted.phone);
  const code = shadow.querySelector('promo-code-input') as PromoCodeInput;
  const message = (): HTMLElement | null | undefined => code.shadowRoot?.querySelector('.message');
  await until(() => message()?.dataset['room'] === wanted.room);
  const type = (id: string, value: string): void => {
    const field = shadow.getElementById(id) as HTMLInputElement;
    field.value = value;
    for (const event of ['input', 'change', 'blur']) field.dispatchEvent(new Event(event));
  };
  const fillIn = (): void => {
    type('phone', '62844444444');
    type('first_name', 'Ana');
    type('last_name', 'Wijaya');
    type('product', 'a');
    shadow.getElementById('consent')?.click();
  };
  const heightOf = async (): Promise<number> => {
    await form.updateComplete;
    await code.updateComplete;
    return form.offsetHeight;
  };
  let height = await heightOf();
  const changes: string[] = [];
  const look = async (state: string): Promise<void> => {
    const change = (await heightOf()) - height;
    if (change !== 0) changes.push(`${state} ${change}`);
  };

  await form.submit();
  await look('empty fields');
  for (const phone of ['12', '12ab']) {
    type('phone', phone);
    await look(`phone ${phone}`);
  }
  fillIn();
  await look('whole');
  for (const drill of [
    'valid',
    'unchecked',
    'expired',
    'exhausted',
    'inactive',
    'other',
  ] as const) {
    code.client = createDrillClient(drill);
    code.value = 'WELCOME10';
    await code.apply();
    await look(drill);
  }
  for (const drill of ['offline', 'unavailable', 'unavailable-retry-after'] as const) {
    code.client = createDrillClient(drill);
    code.value = 'WELCOME10';
    await code.apply();
    await look(`code ${drill}`);
  }
  code.value = '';
  for (const drill of ['offline', 'duplicate', 'refused', 'too-many-requests'] as const) {
    form.client = createDrillClient(drill);
    await form.submit();
    await look(`lead ${drill}`);
  }
  // A form that may keep a lead reserves room for the message about it.
  form.noQueue = false;
  height = await heightOf();
  for (const drill of ['unavailable', 'accepted', 'too-many-requests'] as const) {
    form.reset();
    await form.updateComplete;
    fillIn();
    form.client = createDrillClient(drill);
    await form.submit();
    await look(`lead that may wait, ${drill}: ${form.status}`);
  }
  form.remove();
  return changes;
}
