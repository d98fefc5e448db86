import { createPostbacks, type PostbacksOptions, readPostbackTemplate } from '../proxy/index.ts';
import type { PostbackConfig } from './config/postback.ts';
import { createUpstreamFetch } from './upstreams/upstream-fetch.ts';
import { createWorkerLoop } from './worker-loop.ts';

export interface PostbackLoop {
  /** Looks for the first time, and then each second. */
  start(): void;
  /** Looks no more, and breaks off what is under way: the next start sends it. */
  stop(deadlineMs: number): Promise<void>;
}

export type PostbackLoopOptions = PostbackConfig &
  Pick<PostbacksOptions, 'store' | 'defaultClickId' | 'now' | 'log' | 'metrics'>;

/** Tells the tracker how leads ended, wherever the proxy runs. */
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
