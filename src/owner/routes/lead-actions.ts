import { type Handler, Hono } from 'hono';
import type { LeadState } from '../../contract/lead-states.ts';
import { CorrectLead } from '../../contract/owner/correct-lead.ts';
import { correctableNames } from '../../contract/owner/correctable-names.ts';
import { OwnerErasure, SettleLead } from '../../contract/owner/leads.ts';
import {
  correctLead,
  purgeLeads,
  readLead,
  releaseLeads,
  retryLead,
  settleLeadByHand,
  whyNotCorrected,
} from '../../proxy/index.ts';
import { ProblemError } from '../../proxy/problem-reply.ts';
import { emptyLog, unreadable } from '../../store/index.ts';
import type { OwnerEnv } from '../env.ts';
import { type AtVendor, erasePerson, leftAtVendor } from '../leads/erase-person.ts';
import { similarPhones } from '../leads/similar-phones.ts';
import type { OwnerOptions } from '../options.ts';
import { readBody, unknownLead } from '../requests.ts';

/** `POST /v1/owner/leads/:ref/…`: what a person does with one lead. */
export function leadActionRoutes(options: OwnerOptions): Hono<OwnerEnv> {
  const { store, now, onDue, postbacks } = options;
  const routes = new Hono<OwnerEnv>();
  routes.post('/:ref/correct', correction(options));
  routes.post('/:ref/erase', erasure(options));
  routes.post('/:ref/retry', async (context) => {
    const ref = context.req.param('ref');
    await context.get('audit')('lead.retry', ref);
    const outcome = await retryLead(store, ref, now());
    if (outcome.status === 'unknown') throw unknownLead();
    if (outcome.status === 'not_retried') throw wrongState(outcome.state);
    onDue();
    return new Response(null, { status: 204 });
  });
  routes.post('/:ref/settle', async (context) => {
    const ref = context.req.param('ref');
    const { state, contact_id: contactId } = await readBody(context.req.raw, SettleLead);
    await context.get('audit')(`lead.settle-${state}`, ref);
    const decision =
      contactId === undefined
        ? ({ state: 'rejected' } as const)
        : ({ state: 'delivered', contactId } as const);
    const outcome = await settleLeadByHand(store, ref, decision, now(), postbacks);
    if (outcome.status === 'unknown') throw unknownLead();
    if (outcome.status === 'not_done') throw wrongState(outcome.state);
    onDue();
    return new Response(null, { status: 204 });
  });
  for (const [action, work] of [
    ['release', (ref: string) => releaseLeads(store, [ref], now())],
    ['purge', (ref: string) => purgeLeads(store, [ref])],
  ] as const) {
    routes.post(`/:ref/${action}`, async (context) => {
      const ref = context.req.param('ref');
      await context.get('audit')(`lead.${action}`, ref);
      if (!(await work(ref)).has(ref)) {
        const story = await readLead(store, ref);
        throw story ? wrongState(story.lead.state) : unknownLead();
      }
      if (action === 'purge') await emptyLog(store);
      onDue();
      return new Response(null, { status: 204 });
    });
  }
  return routes;
}

/** The audit has the names of the fields, and not their values. */
function correction({
  store,
  now,
  onDue,
  setup,
}: OwnerOptions): Handler<OwnerEnv, '/:ref/correct'> {
  return async (context) => {
    const ref = context.req.param('ref');
    const fields = await readBody(context.req.raw, CorrectLead);
    const given = correctableNames.filter((name) => fields[name] !== undefined);
    await context.get('audit')('lead.correct', `${ref}: ${given.join(', ')}`);
    if (given.length === 0) {
      const names = correctableNames.join(', ');
      const detail = `Send at least one of ${names}; to send a lead as it is, retry it.`;
      throw new ProblemError('invalid-fields', { detail });
    }
    const { products } = setup();
    const outcome = await correctLead(store, { ref, fields, products, now: now() });
    if (outcome.status === 'unknown') throw unknownLead();
    if (outcome.status === 'unknown_product') {
      throw new ProblemError('invalid-fields', { errors: [{ field: 'product', code: 'unknown' }] });
    }
    if (outcome.status !== 'queued') {
      const detail = `Cannot correct the lead: ${whyNotCorrected(outcome)}.`;
      throw new ProblemError('conflict', { detail });
    }
    onDue();
    return new Response(null, { status: 204 });
  };
}

/** Erases the person of a lead, with all their data. */
function erasure({ store, providers }: OwnerOptions): Handler<OwnerEnv, '/:ref/erase'> {
  return async (context) => {
    const ref = context.req.param('ref');
    await context.get('audit')('person.erase', ref);
    const story = await readLead(store, ref);
    if (!story) throw unknownLead();
    if (story.lead.phone === unreadable) {
      const detail = 'The phone cannot be decrypted. Run: promo-lead leads erase --phone PHONE';
      throw new ProblemError('conflict', { detail });
    }
    const erased = await erasePerson(store, story.lead.phone);
    if (erased.status === 'on_its_way') throw wrongState('sending');
    const left = leftAtVendor(erased, providers.contacts.kind === 'embedded');
    // If this reply gets lost, there is no other way to learn it: the leads are gone.
    if (left.vendor_contacts.length > 0 || left.vendor_unnamed > 0) {
      await context.get('audit')('person.left-at-vendor', `${ref}: ${wordsOf(left)}`);
    }
    await emptyLog(store);
    return context.json(
      OwnerErasure.parse({
        leads: erased.refs.length,
        contacts: erased.contact ? 1 : 0,
        journal: erased.journal,
        codes_left: erased.codesLeft,
        ...left,
        similar_phones: await similarPhones(store, story.lead.phone),
      }),
    );
  };
}

/** `contacts 17, 18; unnamed 1` */
function wordsOf({ vendor_contacts: ids, vendor_unnamed: unnamed }: AtVendor): string {
  const contacts = ids.length > 0 ? [`contacts ${ids.join(', ')}`] : [];
  return [...contacts, ...(unnamed > 0 ? [`unnamed ${unnamed}`] : [])].join('; ');
}

function wrongState(state: LeadState): ProblemError {
  return new ProblemError('conflict', { detail: `The lead is ${state}.` });
}
