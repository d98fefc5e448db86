/**
 * Cuts what our own modules do for server-rendered pages. Hydration needs the npm modules, because
 * both sides must share one copy of Lit; the script-tag files always render again from scratch.
 */
import { type Cut, off, withoutWarnings } from './cut.ts';

export const litElementCuts: readonly Cut[] = [
  ...withoutWarnings,
  [/global\.litElementHydrateSupport\?\.\([^;]*;/, ''],
  [/if \(!this\.hasUpdated\) \{\s*this\.renderOptions\.isConnected[^}]*\}/, ''],
  [/connectedCallback\(\) \{\s*super\.connectedCallback\(\);[^}]*\}/, ''],
  [/disconnectedCallback\(\) \{\s*super\.disconnectedCallback\(\);[^}]*\}/, ''],
  [/constructor\(\) \{\s*super\(\.\.\.arguments\);[^}]*\}[^}]*\}/, ''],
  [/this\.__childPart = (render\([^)]*), this\.renderOptions\)/, '$1)'],
  [/render\(\) \{\s*return noChange;\s*\}/, ''],
  // A shadow root is empty before the first render.
  [/createRenderRoot\(\) \{[^]*?\n {4}\}/, ''],
  [/LitElement\['_\$litElement\$'\] = true;/, ''],
  [/LitElement\[JSCompiler_renameProperty\('finalized', LitElement\)\] = true;/, ''],
  [/export const _\$LE = [^]*?\n\};/, ''],
];

export const notServedCuts: readonly Cut[] = [[/(this(\.#host)?|field)\.isServed/g, off]];

const firstUpdatedCut: Cut = [/super\.firstUpdated\(changed\);/, ''];

export const formControlCuts: readonly Cut[] = [...notServedCuts, firstUpdatedCut];

export const serverRenderedCuts: readonly Cut[] = [
  [/if \(!observedAttributes[^)]*\)\)/, ''],
  [/const \{ observedAttributes[^;]*;/, ''],
  [/if \(this\.isServed && root[^;]*;/, ''],
  [/protected override async scheduleUpdate\([^]*?\n {2}\}/, ''],
  [/protected override firstUpdated\([^]*?\n {2}\}/, ''],
  [/\n {6}this\.isServed = false;/, ''],
  [/isServed: boolean = [^;]*;/, ''],
];

/** Our style sheets are texts. */
export const guardedElementCuts: readonly Cut[] = [
  [/'cssText' in style \? (style\.cssText) : ''/, '$1'],
];

/** By file of `<lead-form>`. */
export const servedFormCuts: Readonly<Record<string, readonly Cut[]>> = {
  'lead-form/element.ts': [
    ...notServedCuts,
    firstUpdatedCut,
    [/action: this\.#isServed \? [^,]*,/, ''],
    [/readonly #isServed[^;]*;/, ''],
    // `connectedCallback()` has already done it.
    [/(protected override keepTyped\()[^]*?\n {2}\}/, '$1) {}'],
  ],
  'lead-form/draft.ts': [[/readServed\([^]*?\n {2}\}/, '']],
  'lead-form/light-form.ts': [[/if \(host\.isServed\) return \[\];/, '']],
  'lead-form/promo-code.ts': [
    [/this\.#plain \? [^:]*: lightForm/, 'lightForm'],
    [/if \(this\.#plain\) \{[^}]*\}/, ''],
    [/\(this\.#field \?\? this\.#plain\)/, 'this.#field'],
  ],
  'lead-form/render.ts': [
    [/view\.host\.isServed/g, off],
    [/\?selected=\$\{isChosen\}/, ''],
    [/\$\{view\.action \? renderHidden\(view\) : nothing\}/, ''],
    [/method=\$\{[^}]*\}/, 'method="dialog"'],
    [/action=\$\{[^}]*\}/, ''],
    [/\?novalidate=\$\{[^}]*\}/, 'novalidate'],
    [/view\.action/g, off],
  ],
  'lead-form/styles.ts': [[/\.promo_code,/, '']],
};

/** For a script with both elements: its forms never wait in vain for the field to be defined. */
export const bothElementsCuts: readonly Cut[] = [
  [/const self = new WeakRef\(this\);/, ''],
  [/self\.deref\(\)\?/, 'this'],
];
