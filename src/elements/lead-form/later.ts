/**
 * What a lead form does not need for its first paint, nor for sending a lead over a network that
 * works. Where this module never comes, the form still works and sends.
 *
 * Among the script-tag files it is one of its own with its own copies of what it imports, so that
 * `instanceof` is false for an object of the form's. Hence functions and objects come in as
 * parameters; only types and constants are imported from what the form has too.
 */
import type { LeadClient } from '../../client/leads.ts';
import { queue as english } from '../locales/en.ts';
import { attempt } from '../shared/attempt.ts';
import { attachDataLayer } from './data-layer.ts';
import type { send } from './delivery.ts';
import { EarlyLead } from './early-lead.ts';
import type { LeadForm } from './element.ts';
import { goOnByEnter } from './enter.ts';
import { bearForeignHands } from './foreign-hands.ts';
import { keepDraft } from './kept-draft.ts';
import { adoptLaterStyles } from './later-styles.ts';
import { Need, type NeedHost } from './need.ts';
import { beginOtherOrder } from './other-order.ts';
import { warnPage, type WarningHost } from './page-warnings.ts';
import { preferTyped } from './prefer-typed.ts';
import { spareConsent } from './spare-consent.ts';
import type { Submission } from './submission.ts';
import { createSupplement, type SupplementParts } from './supplement.ts';
import { createTrap } from './trap.ts';
import { ViewCount } from './views.ts';
import { WaitingLeads } from './waiting-leads.ts';
import { heedWithdrawal } from './withdrawal.ts';

/** What the form hands over. */
export interface LaterParts extends Omit<SupplementParts, 'trap'> {
  readonly host: SupplementParts['host'] &
    NeedHost &
    WarningHost &
    Pick<LeadForm, 'noCount' | 'client' | 'product' | 'company'>;
  readonly submission: Submission;
  readonly client: () => LeadClient | undefined;
  /** Absolute URL of the proxy; undefined where the page's own client knows it alone. */
  readonly endpoint: () => string | undefined;
  readonly send: typeof send;
}

/**
 * Called once, when the page is idle or the visitor has come to a field: counts the form, has its
 * trap ready, and minds what is clicked, what was typed before, and what the page lacks. What it
 * answers makes the form complete, for a visitor who fills it in or sends it; most forms of a page
 * never come to that, and others see to it by themselves.
 */
export function attachLater(parts: LaterParts): () => void {
  const { host } = parts;
  const trap = createTrap();
  // Behind what can be seen: a modal `<dialog>` puts its first focus into what comes first, and a
  // negative `tabIndex` keeps the Tab key out alone.
  host.renderRoot.append(trap);
  spareConsent(host.renderRoot);
  focusButton(parts);
  // Before the rest sets the page's own form back.
  preferTyped(parts);
  const need = new Need(host, () => attachRest(parts, trap));
  host.addController(need);
  warnPage(host);
  // Of all of it, this is what nobody would miss.
  attempt(() => host.addController(new ViewCount(parts)));
  return () => need.meet();
}

/**
 * The focus was on the button of the page's own form, which this one has hidden. A browser takes it
 * from there with its next frame.
 */
function focusButton({ host, lightForm }: LaterParts): void {
  const isLost = document.activeElement?.matches('body,lead-form>form *');
  if (!isLost || lightForm()?.focus?.name !== 'submit') return;
  const button = host.renderRoot.querySelector<HTMLElement>('[part=submit]');
  button?.focus({ preventScroll: true });
}

function attachRest(parts: LaterParts, trap: HTMLInputElement): void {
  const { host, submission, texts } = parts;
  attachDataLayer(host);
  goOnByEnter(host.renderRoot, submission);
  submission.supplement = createSupplement({ ...parts, trap });
  texts.add(english);
  const waiting = new WaitingLeads(parts);
  host.addController(waiting);
  beginOtherOrder(parts, waiting.notice);
  host.addController(new EarlyLead(parts));
  heedWithdrawal(parts, waiting);
  // Before the draft is kept, which would be without the code.
  bearForeignHands(host);
  keepDraft(parts, waiting);
  // Nobody sees the thanks before the form has been used, and few forms of a page are.
  const styleThanks = (): void => {
    if (submission.phase.step === 'accepted' && host.shadowRoot) adoptLaterStyles(host.shadowRoot);
  };
  host.addController({ hostConnected: styleThanks, hostUpdate: styleThanks });
}
