import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import type { Site } from './hard-pages-site.ts';
import { fillLead } from './visit.ts';

/** Fills in the form and sends it with an impatient extra click: one lead results. */
export async function sendLead(page: Page | Frame, site: Site): Promise<void> {
  await fillLead(page, { phone: '62811111111' });
  await page.locator('lead-form [part=submit]').dblclick();
  await page.getByText('Thank you!').waitFor();
  const leads = site.sent.filter(({ path }) => path === '/v1/leads');
  assert.equal(new Set(leads.map(({ key }) => key)).size, 1);
  assert.equal(leads.length, 1);
  assert.equal(await site.storedLeads(), 1);
}
