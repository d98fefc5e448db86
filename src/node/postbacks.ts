import { createPostbacks, type PostbacksOptions, readPostbackTemplate } from '../proxy/index.ts';
import type { PostbackConfig } from './config/postback.ts';
import { createUpstreamFetch } from './upstreams/upstream-fetch.ts';
import { createWorkerLoop } from './worker-loop.ts';

export interface PostbackLoop {
  /** Checks at once, and then every second. */
  start(): void;
  /** Stops checking, and aborts what is being sent: the next start sends it. */
  stop(deadlineMs: number): Promise<void>;
}

export type PostbackLoopOptions = PostbackConfig &
  Pick<PostbacksOptions, 'store' | 'defaultClickId' | 'now' | 'log' | 'metrics'>;

/** Reports the outcomes of leads to the tracker, wherever the proxy runs. */
export function createPostbackLoop({ url, ...options }: PostbackLoopOptions): PostbackLoop {
  const template = readPostbackTemplate(url.reveal());
  if ('fault' in template) throw new TypeError(`Cannot use postback URL: ${template.fault}`);
  const network = createUpstreamFetch();
  const { fetch } = network;
  const worker = createPostbacks({ ...options, template, fetch, random: Math.random });
  const loop = createWorkerLoop({ worker, now: options.now, log: options.log });
  return {
    start: () => loop.start(),
    async stop(deadlineMs) {
      await loop.stop(deadlineMs);
      await network.close();
    },
  };
}
