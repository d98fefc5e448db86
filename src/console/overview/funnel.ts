import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import type { Overview } from '../../contract/owner/overview.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { boxlessStyles } from '../parts/styles.ts';
import { keptNote } from './kept-note.ts';

interface Step {
  readonly name: string;
  readonly count: number;
  /** What it is a share of; undefined if it is none, or if that was not counted. */
  readonly of?: number | undefined;
}

/**
 * How far visitors came, from a form that was shown to a contact.
 *
 * @element console-funnel
 */
export class ConsoleFunnel extends ConsolePage {
  static override styles: CSSResultGroup = [
    boxlessStyles,
    css`
      ol {
        display: grid;
        gap: 0.75rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto 3.5rem;
        gap: 0.25rem 0.5rem;
      }

      .share {
        text-align: end;
        color: var(--soft);
        font-variant-numeric: tabular-nums;
      }

      svg {
        grid-column: 1 / -1;
        inline-size: 100%;
        block-size: 0.5rem;
        border-radius: 0.25rem;
        background: var(--line);
      }

      rect {
        fill: var(--good);
      }

      @media (forced-colors: active) {
        rect {
          fill: CanvasText;
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = { overview: { attribute: false } };

  declare overview: Overview;

  override render(): TemplateResult | typeof nothing {
    const { overview: texts } = this.texts;
    const { views, leads, used } = this.overview;
    if (leads.count === 0 && views.shown === 0) return nothing;
    const note = this.#note;
    const ofForms: readonly Step[] = [
      { name: texts.shown, count: views.shown },
      { name: texts.started, count: views.started, of: views.shown },
    ];
    const steps: readonly Step[] = [
      ...(views.since === null ? [] : ofForms),
      // Leads are not a share of forms that were not counted.
      { name: texts.came, count: leads.count, of: note === undefined ? views.started : undefined },
      { name: texts.contacts, count: leads.delivered, of: leads.count },
      { name: texts.used, count: used },
    ];
    const most = Math.max(...steps.map(({ count }) => count));
    return html`<section class="card">
      <h2>${texts.funnel}</h2>
      <ol>
        ${steps.map((step) => this.#renderStep(step, most))}
      </ol>
      ${note === undefined ? nothing : html`<p>${note}</p>`}
      ${keptNote(this.overview, this.format, texts.countedOfKept)}
      <p class="hint">${texts.funnelHint}</p>
    </section>`;
  }

  #renderStep({ name, count, of = 0 }: Step, most: number): TemplateResult {
    return html`<li>
      <span>${name}</span>
      <strong>${this.format.number(count)}</strong>
      <span class="share">${of >= count && of > 0 ? this.format.share(count, of) : nothing}</span>
      <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width=${(100 * count) / most} height="1"></rect>
      </svg>
    </li>`;
  }

  /** Why there are leads whose forms were not counted, if there are. */
  get #note(): string | undefined {
    const { overview: texts } = this.texts;
    const { slots, views, leads, leads_since: begin } = this.overview;
    const { since } = views;
    if (since === null) return texts.notCounted;
    const isBefore = slots.some(
      (slot) => slot.leads > 0 && slot.to <= since && (begin === null || slot.to > begin),
    );
    if (isBefore) return texts.countedSince(this.format.time(since));
    return leads.count > views.shown ? texts.moreLeads : undefined;
  }
}
