import { html, nothing, type TemplateResult } from 'lit';
import type { OwnerLeadStory } from '../../contract/owner/leads.ts';
import { type SpamReason, spamReasons } from '../../contract/owner/spam-reasons.ts';
import type { Format } from '../parts/format.ts';
import type { Texts } from '../texts/texts.ts';

/** A name and what is known by it; what is null is not shown. */
export type Fact = readonly [name: string, value: string | null];

export function renderFacts(facts: readonly Fact[]): TemplateResult {
  return html`<dl>
    ${facts.map(([name, value]) =>
      value === null
        ? nothing
        : html`<dt>${name}</dt>
            <dd>${value}</dd>`,
    )}
  </dl>`;
}

/** What is known about the person. */
export function factsOf(lead: OwnerLeadStory, all: Texts, format: Format): readonly Fact[] {
  const { lead: texts, leads } = all;
  return [
    [leads.came, format.time(lead.received_at)],
    [leads.name, `${lead.first_name} ${lead.last_name}`],
    [leads.phone, lead.phone],
    [leads.product, lead.product],
    [texts.clickId, lead.click_id],
    [texts.consent, consentOf(lead, all, format)],
    [texts.consentText, lead.consent_text],
    [texts.locale, lead.locale === null ? null : format.language(lead.locale)],
    [texts.contact, lead.contact_id],
    // Not an answer: it says why the lead waits, as another card does in words.
    [texts.answer, lead.state === 'quarantined' && lead.spam ? null : lead.detail],
    [texts.next, lead.due_at === null ? null : format.time(lead.due_at)],
  ];
}

/** Nothing if the form did not ask: a form that asks sends no lead without the consent. */
function consentOf(
  { consent, consent_text, consent_at }: OwnerLeadStory,
  { lead: texts }: Texts,
  format: Format,
): string | null {
  if (!consent) return consent_text === null ? null : texts.no;
  return consent_at === null ? texts.yes : texts.given(format.moment(consent_at));
}

/** What was reported to the affiliate's tracker, or why it was not. */
export function renderPostbacks(
  { postbacks }: OwnerLeadStory,
  { postbacks: texts, leads, lead, states }: Texts,
  format: Format,
): TemplateResult | typeof nothing {
  if (postbacks.length === 0) return nothing;
  return html`<section class="card">
    <h2>${texts.heading}</h2>
    ${postbacks.map(({ state, status, attempts, updated_at, due_at, detail }) =>
      renderFacts([
        [leads.state, states[state]],
        [texts.told, texts.statuses[status]],
        [texts.when, due_at === null ? format.time(updated_at) : null],
        [texts.attempts, attempts > 0 ? format.number(attempts) : null],
        [texts.why, detail],
        [lead.next, due_at === null ? null : format.time(due_at)],
      ]),
    )}
  </section>`;
}

/** The signs of spam of a lead. It is only called spam while nobody has decided about it. */
export function renderSpam(
  { spam, state }: OwnerLeadStory,
  { spam: texts }: Texts,
  format: Format,
): TemplateResult | typeof nothing {
  if (spam === null) return nothing;
  const { score, reasons, error } = spam;
  const signs = Array.isArray(reasons) ? reasons.map((reason) => String(reason)) : [];
  const words = signs.map((sign) => (isReason(sign) ? texts.reasons[sign] : sign));
  return html`<section class="card">
    <h2>${state === 'quarantined' ? texts.why : texts.check}</h2>
    ${renderFacts([
      [texts.points, typeof score === 'number' ? format.number(score) : null],
      [texts.signs, words.join('; ') || (typeof error === 'string' ? error : null)],
    ])}
    <p class="hint">${texts.hint}</p>
  </section>`;
}

function isReason(sign: string): sign is SpamReason {
  return spamReasons.some((reason) => reason === sign);
}
