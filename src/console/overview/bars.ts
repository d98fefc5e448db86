import {
  css,
  type CSSResultGroup,
  html,
  LitElement,
  type PropertyDeclarations,
  svg,
  type TemplateResult,
} from 'lit';
import { styles } from '../parts/styles.ts';

/** One bar, from the bottom up. */
export interface Bar {
  /** The bar and its numbers in words. */
  readonly text: string;
  readonly parts: readonly { readonly kind: Kind; readonly count: number }[];
}
type Kind = 'good' | 'wait' | 'bad' | 'aside';

const height = 160;
const gap = 0.2;

/**
 * Bars that the arrow keys step through, each with a text, which a screen reader reads too. Colours
 * are not the only difference between the parts: the texts and the table have them too.
 *
 * @element console-bars
 */
export class ConsoleBars extends LitElement {
  static override styles: CSSResultGroup = [
    styles,
    css`
      .chart {
        display: grid;
        gap: 0.5rem;
        border-radius: 0.25rem;
      }

      svg {
        inline-size: 100%;
        block-size: ${height}px;
      }

      .good {
        fill: var(--good);
      }

      .wait {
        fill: var(--wait);
      }

      .bad {
        fill: var(--danger);
      }

      .aside {
        fill: var(--soft);
      }

      svg {
        border-block-end: 1px solid var(--edge);
      }

      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1rem;
      }

      .key svg {
        inline-size: 0.75rem;
        block-size: 0.75rem;
        border: 0;
      }

      .place {
        fill: transparent;
      }

      .place.here {
        fill: color-mix(in srgb, currentColor 14%, transparent);
      }

      @media (forced-colors: active) {
        rect {
          stroke: CanvasText;
          stroke-width: 0.02;
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    bars: { attribute: false },
    keys: { attribute: false },
    label: {},
    hint: {},
    at: { state: true },
  };

  declare bars: readonly Bar[];
  /** The names of the parts, in their order. */
  declare keys: readonly (readonly [kind: Kind, name: string])[];
  declare label: string;
  declare hint: string;
  declare at: number | undefined;

  constructor() {
    super();
    this.bars = [];
    this.keys = [];
    this.label = '';
    this.hint = '';
  }

  override render(): TemplateResult {
    const highest = Math.max(1, ...this.bars.map(countOf));
    const bar = this.at === undefined ? undefined : this.bars[this.at];
    return html`<div
      class="chart"
      tabindex="0"
      role="group"
      aria-label="${this.label}. ${this.hint}"
      @keydown=${this.#onKey}
    >
      <svg viewBox="0 0 ${this.bars.length} 1" preserveAspectRatio="none" aria-hidden="true">
        ${this.bars.map((each, i) => this.#renderBar(each, i, highest))}
      </svg>
      <p class="hint key">${this.keys.map(renderKey)}</p>
      <p class="hint" role="status">${bar?.text ?? this.hint}</p>
    </div>`;
  }

  #renderBar(bar: Bar, i: number, highest: number): TemplateResult {
    let foot = 1;
    const part = ({ kind, count }: Bar['parts'][number]): TemplateResult => {
      const size = count / highest;
      foot -= size;
      return svg`<rect
        class=${kind}
        x=${i + gap / 2}
        y=${foot}
        width=${1 - gap}
        height=${size}
      ></rect>`;
    };
    const place = this.at === i ? 'place here' : 'place';
    return svg`<g @pointerenter=${() => (this.at = i)}>
      <rect class=${place} x=${i} y="0" width="1" height="1"></rect>
      ${bar.parts.filter(({ count }) => count > 0).map(part)}
    </g>`;
  }

  #onKey(event: KeyboardEvent): void {
    const last = this.bars.length - 1;
    const to = {
      ArrowLeft: (this.at ?? last + 1) - 1,
      ArrowRight: (this.at ?? -1) + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.at = Math.min(last, Math.max(0, to));
  }
}

function renderKey([kind, name]: readonly [Kind, string]): TemplateResult {
  return html`<span>
    <svg viewBox="0 0 1 1" aria-hidden="true"><rect class=${kind} width="1" height="1"></rect></svg>
    ${name}
  </span>`;
}

function countOf({ parts }: Bar): number {
  return parts.reduce((sum, { count }) => sum + count, 0);
}
