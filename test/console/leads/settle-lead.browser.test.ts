import { expect, oneEvent } from '@open-wc/testing';
import type { ConsoleSettleLead } from '../../../src/console/leads/settle-lead.ts';
import { button, press, renderPage } from '../owner-stub.ts';

describe('<console-settle-lead>', () => {
  it('forgets an ID that was typed and not sent', async () => {
    const page = await renderPage<ConsoleSettleLead>('console-settle-lead', {});
    const field = async (): Promise<HTMLInputElement> => {
      await page.open({ ref: 'REF' });
      return page.renderRoot.querySelector('input') as HTMLInputElement;
    };
    const typed = await field();
    typed.value = '77';
    const closing = oneEvent(typed.closest('dialog') as HTMLDialogElement, 'close');
    press(await button(page, 'Cancel'));
    await closing;
    expect((await field()).value).to.equal('');
  });
});
