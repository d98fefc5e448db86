import { expect } from '@open-wc/testing';
import type { ConsoleLead } from '../../../src/console/leads/lead.ts';
import { ru } from '../../../src/console/texts/ru.ts';
import type { LeadState } from '../../../src/contract/lead-states.ts';
import { problem } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import {
  button,
  buttons,
  done,
  OwnerStub,
  press,
  renderPage,
  settled,
  within,
  wordsOf,
} from '../owner-stub.ts';

const products = [
  { slug: 'gym', title: 'A year at the gym', aliases: [] },
  { slug: 'pool', title: 'The pool', aliases: [] },
];

function lead(state: LeadState, doubts = 0): Response {
  const nothing = { click_id: '', locale: null, contact_id: null, detail: null, due_at: null };
  const fields = { attribution: null, extra: null, signals: null, spam: null, promo_code: null };
  const at = '2026-11-29T03:00:00.000Z';
  const person = { first_name: '62812', last_name: 'Sari', phone: '6281234567890', product: 'gym' };
  const consent = { consent: false, consent_text: null, consent_at: null };
  const story = { ref: 'REF', received_at: at, updated_at: at, state, doubts };
  const lists = { history: [], postbacks: [] };
  return Response.json({ ...nothing, ...fields, ...person, ...consent, ...story, ...lists });
}

let owner: OwnerStub;
beforeEach(() => {
  owner = new OwnerStub().on('GET /leads/REF', () => lead('rejected')).setUp({ products });
});
afterEach(() => owner.restore());

interface Opened {
  readonly page: ConsoleLead;
  readonly dialog: HTMLDialogElement;
  field(name: string): HTMLInputElement | HTMLSelectElement;
  submit(): void;
}

/** A lead's page with the dialog open, and all products in it. */
async function opened(language = 'en', action = 'Correct'): Promise<Opened> {
  const page = await renderPage<ConsoleLead>('console-lead', { subject: 'REF', language });
  const correct = await button(page, action);
  correct.focus();
  press(correct);
  const find = (selector: string): Element | undefined =>
    within(page).find((each) => each.matches(selector));
  await waitUntil(() => find('dialog[open] option[value=pool]'), 'the dialog does not open');
  const field: Opened['field'] = (name) => {
    const found = find(`dialog[open] [name=${name}]`);
    if (found instanceof HTMLInputElement || found instanceof HTMLSelectElement) return found;
    throw new Error(`Cannot find the field ${name}`);
  };
  const { form } = field('phone');
  const dialog = form?.closest('dialog');
  if (!form || !dialog) throw new Error('Cannot find the dialog');
  return { page, dialog, field, submit: () => form.requestSubmit() };
}

describe('<console-correct-lead>', () => {
  for (const [state, doubts, isOffered] of [
    ['rejected', 1, true],
    ['held', 0, true],
    ['held', 1, false],
    ['delivered', 0, false],
    ['quarantined', 0, false],
  ] as const) {
    it(`${isOffered ? 'can' : 'cannot'} be opened: ${state}, in doubt ${doubts} times`, async () => {
      owner.on('GET /leads/REF', () => lead(state, doubts));
      const page = await renderPage<ConsoleLead>('console-lead', { subject: 'REF' });
      await button(page, 'Erase this person');
      expect(buttons(page, 'Correct').length).to.equal(isOffered ? 1 : 0);
    });
  }

  it('fills its fields from the lead, and focuses the first', async () => {
    const { dialog, field } = await opened();
    const names = ['first_name', 'last_name', 'phone', 'product'];
    const values = names.map((name) => field(name).value);
    expect(values).to.deep.equal(['62812', 'Sari', '6281234567890', 'gym']);
    const { activeElement } = dialog.getRootNode() as ShadowRoot;
    expect(activeElement).to.equal(field('first_name'));
    expect(dialog.matches(':modal')).to.equal(true);
  });

  it('sends only what was changed, and then shows the updated lead', async () => {
    owner.on('POST /leads/REF/correct', done);
    const { page, dialog, field, submit } = await opened();
    field('first_name').value = ' Ana ';
    field('product').value = 'pool';
    owner.on('GET /leads/REF', () => lead('pending'));
    submit();
    await waitUntil(() => page.lead?.state === 'pending', 'the lead is not read again');
    const body = JSON.stringify({ first_name: 'Ana', product: 'pool' });
    expect(owner.changes).to.deep.equal([`POST /leads/REF/correct ${body}`]);
    expect(dialog.open).to.equal(false);
    await settled(page);
    expect(page.shadowRoot?.activeElement?.textContent.trim()).to.equal('Correct');
  });

  it('shows each field’s error, keeps what was typed, and focuses the first', async () => {
    const { page, dialog, field, submit } = await opened();
    const errors = [
      { field: 'last_name', code: 'format' },
      { field: 'phone', code: 'too_long' },
    ];
    owner.on('POST /leads/REF/correct', () =>
      Response.json({ type: 'invalid-fields', errors }, { status: 422 }),
    );
    field('last_name').value = 'Sari\u{1f600}';
    field('phone').value = '628123456789012';
    submit();
    await waitUntil(() => field('phone').ariaInvalid === 'true', 'nothing is marked');
    const root = dialog.getRootNode() as ShadowRoot;
    const saidOf = (name: string): string | undefined =>
      root.querySelector(`#${field(name).getAttribute('aria-describedby') ?? 'none'}`)?.textContent;
    expect(saidOf('last_name')).to.equal('This has a character that cannot be used.');
    expect(saidOf('phone')).to.equal('A phone has 8 to 14 digits.');
    expect([saidOf('first_name'), field('first_name').ariaInvalid]).to.deep.equal([
      undefined,
      null,
    ]);
    await waitUntil(() => root.activeElement === field('last_name'), 'the focus is elsewhere');
    expect(field('phone').value).to.equal('628123456789012');
    expect(dialog.open).to.equal(true);
    expect(wordsOf(page)).not.to.contain('Something went wrong');
  });

  it('shows any other refusal of the server, and sends nothing if nothing was changed', async () => {
    const detail = 'Cannot correct the lead: it is sending.';
    owner.on('POST /leads/REF/correct', () =>
      Response.json({ type: 'conflict', detail }, { status: 409 }),
    );
    const { page, field, submit } = await opened();
    submit();
    await waitUntil(() => wordsOf(page).includes('Nothing has changed yet.'));
    expect(owner.changes).to.deep.equal([]);
    field('phone').value = '62812345678';
    submit();
    await waitUntil(() => wordsOf(page).includes(detail), 'it does not say why');
    expect(wordsOf(page)).not.to.contain('Nothing has changed yet.');
  });

  it('treats a phone as the same however its digits are grouped', async () => {
    const { page, field, submit } = await opened('ru', 'Исправить');
    field('phone').value = '+62 812-3456-7890';
    submit();
    await waitUntil(() => wordsOf(page).includes(ru.correct.unchanged), 'it says nothing');
    expect(owner.changes).to.deep.equal([]);
  });

  it('forgets what was typed when it is closed, and returns the focus', async () => {
    const { page, dialog, field } = await opened();
    field('phone').value = '1';
    const closed = new Promise((resolve) => dialog.addEventListener('close', resolve));
    const cancel = buttons(page, 'Cancel').find((each) => each.closest('dialog') === dialog);
    cancel?.click();
    await closed;
    const correct = await button(page, 'Correct');
    expect(page.shadowRoot?.activeElement).to.equal(correct);
    press(correct);
    await waitUntil(() => dialog.open);
    expect(field('phone').value).to.equal('6281234567890');
    expect(owner.changes).to.deep.equal([]);
  });

  it('stays open until the server has answered, and shows the answer', async () => {
    const answer = owner.hold('POST /leads/REF/correct');
    const { page, dialog, field, submit } = await opened();
    field('phone').value = '62812345678';
    submit();
    await waitUntil(() => owner.changes.length > 0, 'nothing is sent');
    const cancel = buttons(page, 'Cancel').find((each) => each.closest('dialog') === dialog);
    await waitUntil(() => cancel?.disabled, 'it can be cancelled');
    const escape = new Event('cancel', { cancelable: true });
    dialog.dispatchEvent(escape);
    expect(escape.defaultPrevented).to.equal(true);
    // As a second Escape does.
    dialog.close();
    await waitUntil(() => dialog.open, 'it is closed');
    answer(problem(409, 'conflict', { detail: 'Cannot correct the lead: it is sending.' }));
    await waitUntil(() => wordsOf(page).includes('it is sending'), 'it does not say why');
    expect(field('phone').value).to.equal('62812345678');
    await waitUntil(() => cancel?.disabled === false, 'it can never be cancelled');
    cancel?.click();
    expect(dialog.open).to.equal(false);
  });

  for (const [language, action, title] of [
    ['ru', 'Исправить', 'Исправить эту заявку'],
    ['id', 'Perbaiki', 'Perbaiki prospek ini'],
  ] as const) {
    it(`speaks ${language}`, async () => {
      const { dialog } = await opened(language, action);
      expect(dialog.querySelector('h2')?.textContent).to.equal(title);
    });
  }
});
