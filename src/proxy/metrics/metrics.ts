import type { LeadState } from '../../contract/lead-states.ts';
import type { ViewStep } from '../../contract/view.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import type { ContactUpstream, PromoCodeUpstream } from '../../upstream/ports.ts';
import { isKnownPath } from '../paths.ts';
import { Counter, Histogram } from './counter.ts';
import type { Family } from './exposition.ts';

/** In seconds: from a call that works at once to the two weeks for which a lead is tried. */
const delays = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400, 604_800, 1_209_600];

/**
 * What this process has done since it started. There is no personal data in it: the labels are
 * routes, states and outcomes, all of them our own words.
 */
export class Metrics {
  readonly #requests = new Counter({
    name: 'promo_lead_requests_total',
    help: 'Requests, by route and class of status.',
  });
  readonly #calls = new Counter({
    name: 'promo_lead_upstream_calls_total',
    help: 'Calls to an upstream, by outcome.',
  });
  readonly #settled = new Counter({
    name: 'promo_lead_lead_attempts_total',
    help: 'Attempts to deliver a lead, by the state that it came to.',
  });
  readonly #postbacks = new Counter({
    name: 'promo_lead_postbacks_total',
    help: 'Attempts to tell a tracker how a lead ended, by outcome.',
  });
  readonly #views = new Counter({
    name: 'promo_lead_form_views_total',
    help: 'Forms that were shown and begun.',
  });
  readonly #viewsLost = new Counter({
    name: 'promo_lead_form_views_lost_total',
    help: 'Those of them that could not be written.',
  });
  readonly #delays = new Histogram(
    {
      name: 'promo_lead_delivery_delay_seconds',
      help: 'From the receipt of a lead to its delivery.',
    },
    delays,
  );

  readonly #circuits = new Map([
    ['contacts', false],
    ['promo_codes', false],
  ]);

  request(pathname: string, status: number): void {
    // A stranger may ask for any path.
    const route = isKnownPath(pathname) ? pathname : 'other';
    this.#requests.add({ route, status: `${Math.floor(status / 100)}xx` });
  }

  /** An attempt ended. `ageMs`: since the lead came in. */
  settled(state: LeadState, ageMs: number): void {
    this.#settled.add({ state });
    // It would be negative after the clock was set back.
    if (state === 'delivered') this.#delays.observe(Math.max(0, ageMs) / 1000);
  }

  /** An attempt to send a postback ended. */
  postback(outcome: 'sent' | 'failed' | 'given_up' | 'skipped'): void {
    this.#postbacks.add({ outcome });
  }

  /** A form was shown, or begun. */
  viewed(step: ViewStep): void {
    this.#views.add({ step });
  }

  viewsLost(step: ViewStep, number: number): void {
    this.#viewsLost.add({ step }, number);
  }

  /** The circuit of an upstream has opened or closed. */
  circuit(upstream: string, isOpen: boolean): void {
    this.#circuits.set(upstream, isOpen);
  }

  /** Returns the same upstream, with its calls counted. */
  instrumentContacts(upstream: ContactUpstream): ContactUpstream {
    const count = this.#counting('contacts');
    return {
      authenticate: (signal) => upstream.authenticate(signal),
      create: (contact, signal) =>
        count('create', upstream.create(contact, signal), ({ status }) => status),
    };
  }

  instrumentPromoCodes(upstream: PromoCodeUpstream): PromoCodeUpstream {
    const count = this.#counting('promo_codes');
    return {
      companies: (signal) => count('companies', upstream.companies(signal), () => 'answered'),
      list: (company, signal) => count('list', upstream.list(company, signal), () => 'answered'),
      redeem: (request, signal) =>
        count('redeem', upstream.redeem(request, signal), ({ status }) => status),
    };
  }

  get families(): readonly Family[] {
    const counted = [this.#requests, this.#calls, this.#settled, this.#delays, this.#postbacks];
    const views = [this.#views, this.#viewsLost];
    return [...counted, ...views].map(({ family }) => family).concat(this.#circuitFamily);
  }

  get #circuitFamily(): Family {
    const samples = Array.from(this.#circuits, ([upstream, isOpen]) => ({
      labels: { upstream },
      value: isOpen ? 1 : 0,
    }));
    const help = '1 where an upstream is away and left alone.';
    return { name: 'promo_lead_circuit_open', type: 'gauge', help, samples };
  }

  #counting(upstream: string) {
    return async <T>(call: string, answer: Promise<T>, outcomeOf: (value: T) => string) => {
      try {
        const value = await answer;
        this.#calls.add({ upstream, call, outcome: outcomeOf(value) });
        return value;
      } catch (error) {
        const outcome = error instanceof UpstreamError ? error.failure : 'fault';
        this.#calls.add({ upstream, call, outcome });
        throw error;
      }
    };
  }
}
