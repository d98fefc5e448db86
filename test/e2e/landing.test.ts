import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { promoLead } from '../support/command/promo-lead.ts';
import { type SpawnedServer, spawnServer } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { servePage } from './page-server.ts';
import { fillLead, screens, visit } from './visit.ts';

interface Row {
  readonly state: string;
  readonly ref: string;
  readonly phone: string;
  readonly click_id: string;
  readonly code: string;
  readonly used: boolean;
}

/** What a command lists, as its users read it. */
async function list(command: string, data: string): Promise<readonly Row[]> {
  const { stdout } = await promoLead([...command.split(' '), '--json', '--data', data]);
  return JSON.parse(stdout) as readonly Row[];
}

async function start(data: string): Promise<SpawnedServer> {
  return spawnServer(['--demo', '--data', data]);
}

for (const [screen, viewport] of Object.entries(screens)) {
  describe(`The landing page on a ${screen}`, () => {
    it('takes a promo code and a lead all the way to the contact', async () => {
      const data = temporaryFolder();
      const { url } = await start(data);
      const { page, complaints } = await visit(`${url}/?click_id=CLICK-77`, { viewport });
      await fillLead(page, { phone: '+62 812-3456-789', code: ' welcome10 ' });
      await page.getByRole('button', { name: 'Apply' }).click();
      await page.getByText('Code WELCOME10 applied.').waitFor();
      assert.match((await page.locator('#price').textContent()) ?? '', /^Rp\s224\.100$/);
      assert.deepEqual(await list('journal', data), [], 'a validation leaves no trace');

      await page.getByRole('checkbox', { name: 'I agree' }).check();
      await page.getByRole('button', { name: 'Order', exact: true }).click();
      await page.getByText('Thank you!').waitFor();
      const [journalled] = await eventually(async () => {
        const rows = await list('journal', data);
        return rows.length > 0 ? rows : undefined;
      });
      assert.partialDeepStrictEqual(journalled, { code: 'WELCOME10', used: true });

      const [lead] = await list('leads list', data);
      assert.equal(lead?.state, 'delivered');
      assert.ok(await page.getByText(lead.ref).isVisible());
      const [contact] = await list('contacts list', data);
      assert.partialDeepStrictEqual(contact, { phone: '628123456789', click_id: 'CLICK-77' });
      assert.deepEqual(complaints, []);
    });
  });
}

describe('The landing page', () => {
  const reasons: Readonly<Record<string, string>> = {
    LASTYEAR: 'This code has expired.',
    NEXTYEAR: 'This code can’t be used yet.',
    PAUSED: 'This code isn’t active at the moment.',
    NONSENSE: 'We can’t find this code.',
  };

  it('says why a code is refused, and takes another one', async () => {
    const { url } = await start(temporaryFolder());
    const { page } = await visit(url);
    const code = page.getByRole('textbox', { name: 'Promo code' });
    for (const [refused, reason] of Object.entries(reasons)) {
      await code.fill(refused);
      await code.press('Enter');
      await page.getByText(reason).waitFor();
    }
    await code.fill('ONCE');
    await code.press('Enter');
    await page.getByText('Code ONCE applied.').waitFor();
  });

  it('names the wrong field in words, goes there, and keeps what was typed', async () => {
    const data = temporaryFolder();
    const { url } = await start(data);
    const { page } = await visit(url);
    await fillLead(page, { phone: '0812 34' });
    await page.getByRole('checkbox', { name: 'I agree' }).check();
    await page.getByRole('button', { name: 'Order', exact: true }).click();
    const phone = page.getByRole('textbox', { name: 'Phone' });
    await page.getByText('This number is too short').first().waitFor();
    assert.equal(await phone.inputValue(), '0812 34');
    assert.equal(await phone.getAttribute('aria-invalid'), 'true');
    assert.ok(await phone.evaluate((field) => field.matches(':focus')));
    assert.equal(await page.getByRole('textbox', { name: 'First name' }).inputValue(), 'Ana');
    assert.deepEqual(await list('leads list', data), []);
  });

  it('keeps a lead while the server is down, and sends it once', async () => {
    const data = temporaryFolder();
    const { url, child, ended } = await start(data);
    const { page } = await visit(url);
    await fillLead(page, { phone: '62811111111' });
    await page.getByRole('checkbox', { name: 'I agree' }).check();
    child.kill('SIGKILL');
    await ended;
    await page.getByRole('button', { name: 'Order', exact: true }).click();
    const again = page.getByRole('button', { name: 'Send now' });
    await again.waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Phone' }).inputValue(), '62811111111');
    await spawnServer(['--demo', '--data', data, '--port', new URL(url).port]);
    await again.click();
    await page.getByText('Thank you!').waitFor();
    assert.equal((await list('leads list', data)).length, 1);
  });
});

describe('The page without script', () => {
  it('sends the form, and shows a wrong field with what was typed', async () => {
    const data = temporaryFolder();
    const { url } = await start(data);
    const { page } = await visit(`${url}/no-script.html`, { javaScriptEnabled: false });
    await page.getByLabel('First name').fill('Ana');
    await page.getByLabel('Last name').fill('Wijaya');
    await page.getByLabel('Phone').fill('12');
    await page.getByLabel('Promo code').fill('WELCOME10');
    await page.getByRole('button', { name: 'Order' }).click();
    await page.getByText('This is too short').waitFor();
    assert.equal(await page.getByLabel('First name').inputValue(), 'Ana');
    await page.getByLabel('Phone').fill('+62 822 2222 2222');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Your promo code is accepted.').waitFor();
    const [contact] = await eventually(async () => {
      const rows = await list('contacts list', data);
      return rows.length > 0 ? rows : undefined;
    });
    assert.partialDeepStrictEqual(contact, { phone: '6282222222222', click_id: 'direct' });
  });

  it('reaches the shop’s own thank-you page, after a correction too', async () => {
    const data = temporaryFolder();
    let action = '';
    // Of another origin, which is not on the list.
    const thanks = await servePage(() => '<h1>Thanks from the shop</h1>');
    const shop = await servePage(
      () => `<form method="post" action="${action}">
        <input type="hidden" name="product" value="blackmask">
        <input type="hidden" name="success_url" value="${shop}/thanks">
        <label>First name <input name="first_name" value="Ana"></label>
        <label>Last name <input name="last_name" value="Wijaya"></label>
        <label>Phone <input name="phone" value="12"></label>
        <button>Order</button></form>`,
      (path): Readonly<Record<string, string>> => (path === '/thanks' ? { location: thanks } : {}),
    );
    const env = { PROMO_LEAD_ORIGINS: shop };
    const { url } = await spawnServer(['--demo', '--data', data], env);
    action = `${url}/v1/leads`;
    const { page } = await visit(shop, { javaScriptEnabled: false });
    await page.getByRole('button', { name: 'Order' }).click();
    await page.getByLabel('Phone').fill('62844444444');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.waitForURL(`${thanks}/`);
    await page.getByText('Thanks from the shop').waitFor();
    assert.equal((await list('leads list', data)).length, 1);
  });

  it('works on the landing page too, where script never comes', async () => {
    const data = temporaryFolder();
    const { url } = await start(data);
    const { page } = await visit(url, { javaScriptEnabled: false });
    await page.getByLabel('First name').fill('Ana');
    await page.getByLabel('Last name').fill('Wijaya');
    await page.getByLabel('Phone').fill('62833333333');
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Order' }).click();
    await page.getByText('Thank you').waitFor();
    assert.equal((await list('leads list', data)).length, 1);
  });
});
