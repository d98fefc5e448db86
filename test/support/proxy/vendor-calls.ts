import type { Fault, Stage } from './proxy-stage.ts';

/** Paths of the vendors' calls, as `calls` and `faults` of a stage have them. */
export const contact = '/api/make/contact';
export const check = '/api/checkPromocode';
export const codeList = '/api/getPromocodes';

/** How often a vendor was called. */
export function countOf({ calls }: Pick<Stage, 'calls'>, path: string): number {
  return calls.filter((call) => call === path).length;
}

/** What promos-seru says of a contact. */
export const answers =
  (status: string): Fault =>
  async () =>
    Response.json({ status });

/** Nobody listens, so certainly nothing was sent. */
export const refusedConnection: Fault = () =>
  Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));

/** The connection breaks while the vendor has not done anything yet. */
export const lostCall: Fault = () =>
  Promise.reject(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));

/** The vendor does what it was asked, and its answer is lost. */
export const lostAnswer: Fault = async (request, answer) => {
  await answer(request);
  return lostCall(request, answer);
};

export interface HeldUp {
  /** Resolves once the vendor is called. */
  readonly asked: Promise<void>;
  /** Lets the vendor answer. */
  readonly release: () => void;
}

/** The vendor does and answers nothing until it is released; then it is honest, or does this. */
export function holdUp(
  { faults }: Pick<Stage, 'faults'>,
  path: string,
  fault: Fault = (request, answer) => answer(request),
): HeldUp {
  const asked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  faults.set(path, async (request, answer) => {
    asked.resolve();
    await released.promise;
    return fault(request, answer);
  });
  return { asked: asked.promise, release: released.resolve };
}
