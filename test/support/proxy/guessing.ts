import { easyLimits as limits } from './flood.ts';
import { createStage, type Stage } from './proxy-stage.ts';

/** A proxy with limits, asked from one address. */
export async function limitedStage(): Promise<Stage> {
  return from('203.0.113.5', await createStage({ limits }));
}

/** The stage, asked from another address from now on. */
export function from(address: string, stage: Stage): Stage {
  return Object.assign(stage, { remoteAddress: address });
}

/** The replies to `count` guesses at codes that do not exist, as `[status, how often]`. */
export async function statuses(
  count: number,
  ask: (code: string) => Promise<Response>,
): Promise<readonly (readonly [status: number, times: number])[]> {
  const all: number[] = [];
  for (let i = 0; i < count; i += 1) all.push((await ask(`NO-${i}`)).status);
  return [...Map.groupBy(all, (status) => status)].map(([status, { length }]) => [status, length]);
}
