/**
 * What a lead form needs neither for its first paint nor for sending a lead over a network that
 * works. If this module never loads, the form still works and sends.
 *
 * It is a script-tag file of its own, with its own copies of its imports, so `instanceof` is false
 * for the form's objects. Hence functions and objects come in as parameters; of the modules that
 * the form has too, only types and constants are imported.
 */
import type { LeadClient } from '../../../client/leads.ts';
import { queue as english } from '../../locales/en.ts';
import { attempt } from '../../shared/attempt.ts';
import { isFocusFree } from '../../shared/caret.ts';
import type { send } from '../delivery.ts';
import type { LeadForm } from '../element.ts';
import { runInTurn } from '../run-in-turn.ts';
import type { Submission } from '../submission.ts';
import { CompletionTrigger, type TriggerHost } from './completion-trigger.ts';
import { ignoreConsentClicks } from './consent-clicks.ts';
import { attachDataLayer } from './data-layer.ts';
import { EarlyLead } from './early-lead.ts';
import { focusNextOnEnter } from './enter.ts';
import { keepDraft } from './kept-draft.ts';
import { watchForOtherOrder } from './other-order.ts';
import { warnPage, type WarningHost } from './page-warnings.ts';
import { adoptLaterStyles } from './styles.ts';
import { createSupplement, type SupplementParts } from './supplement.ts';
import { tellDocument } from './taken-out.ts';
import { supportTranslators } from './translated-page.ts';
import { createTrap } from './trap.ts';
import { keepTypedCode } from './typed-code.ts';
import { ViewCount } from './views.ts';
import { WaitingLeads } from './waiting-leads.ts';
import { dropWithdrawnLead } from './withdrawal.ts';

/** What the form passes in. */
export interface LaterParts extends Omit<SupplementParts, 'trap'> {
  readonly host: SupplementParts['host'] &
    TriggerHost &
    WarningHost &
    Pick<LeadForm, 'noCount' | 'client' | 'product' | 'company'>;
  readonly submission: Submission;
  readonly client: () => LeadClient | undefined;
  /** Absolute URL of the proxy; undefined if only the page's own client knows it. */
  readonly endpoint: () => string | undefined;
  readonly send: typeof send;
}

/**
 * Called once, when the visitor comes to the form, or a second after it is there: counts the form,
 * adds its trap, and handles clicks on the consent, a code that was typed before, and warnings to
 * the developer. Returns a function that completes the form, for a visitor who fills it in or sends
 * it. Most forms of a page never need that; `CompletionTrigger` calls it for those that need it on
 * their own.
 */
export async function attachLater(parts: LaterParts): Promise<() => void> {
  const { host } = parts;
  await new Promise<void>(runInTurn);
  const trap = createTrap();
  // Last: a modal `<dialog>` puts its first focus into its first field, and a negative `tabIndex`
  // only keeps the Tab key out.
  host.renderRoot.append(trap);
  ignoreConsentClicks(host.renderRoot);
  focusButton(parts);
  // Before the rest resets the page's own form.
  keepTypedCode(parts);
  const trigger = new CompletionTrigger(host, () => attachRest(parts, trap));
  host.addController(trigger);
  warnPage(host);
  // The form must not fail because of a count.
  attempt(() => host.addController(new ViewCount(parts)));
  return () => trigger.meet();
}

/** The focus was on the button of the page's own form, which this one has hidden. */
function focusButton({ host, lightForm }: LaterParts): void {
  if (!isFocusFree(host) || lightForm()?.focus?.name !== 'submit') return;
  const button = host.renderRoot.querySelector<HTMLElement>('[part=submit]');
  button?.focus({ preventScroll: true });
}

function attachRest(parts: LaterParts, trap: HTMLInputElement): void {
  const { host, submission, texts } = parts;
  attachDataLayer(host);
  tellDocument(host);
  focusNextOnEnter(host.renderRoot, submission);
  submission.supplement = createSupplement({ ...parts, trap });
  texts.add(english);
  const waiting = new WaitingLeads(parts);
  host.addController(waiting);
  watchForOtherOrder(parts, waiting.notice);
  host.addController(new EarlyLead(parts));
  dropWithdrawnLead(parts, waiting);
  // Before `keepDraft()`, which would otherwise keep the draft without the code.
  supportTranslators(host);
  keepDraft(parts, waiting);
  // Only then: few of a page's forms are ever used.
  const styleThanks = (): void => {
    if (submission.phase.step === 'accepted' && host.shadowRoot) adoptLaterStyles(host.shadowRoot);
  };
  host.addController({ hostConnected: styleThanks, hostUpdate: styleThanks });
}
