import { expect, it } from 'vitest';

it('has our tags in the page of an app, with what the app put into them', async () => {
  await import('promo-lead');
  const errors = [];
  addEventListener('error', ({ message }) => errors.push(message));
  document.body.innerHTML = `<lead-form product="jump-rope"><p>By phone: 112</p></lead-form>
    <promo-code-input name="promo_code" value="SPRING"></promo-code-input>`;
  const form = document.createElement('lead-form');
  form.setAttribute('lang', 'id');
  document.body.append(form);
  form.remove();
  expect(errors).toEqual([]);
  expect(document.body.textContent).toContain('By phone: 112');
});
