import { removeOldRecords } from '../../backend/index.ts';
import { removeOldAudit } from '../../owner/index.ts';
import { createWorker, type Metrics, type Worker } from '../../proxy/index.ts';
import { type AlertLoop, createAlertLoop } from '../alerts.ts';
import { createPostbackLoop, type PostbackLoop } from '../postbacks.ts';
import { createWorkerLoop } from '../worker-loop.ts';
import type { SharedUpstreams } from './assemble-upstreams.ts';
import type { Parts } from './parts.ts';

/** All that runs on its own: leads and redemptions, alerts, postbacks. */
export interface Workers {
  start(): void;
  /** A lead became due just now. */
  wake(): void;
  /** Begins no further call; false if calls for leads still ran at the deadline. */
  stop(deadlineMs: number): Promise<boolean>;
}

export function assembleWorkers(parts: Parts, upstreams: SharedUpstreams): Workers {
  const { log, now, claimKey } = parts;
  const worker = assembleWorker(parts, upstreams);
  const runDue: Worker['runDue'] = async (signal) => {
    await claimKey?.(now());
    return worker.runDue(signal);
  };
  const leads = createWorkerLoop({ worker: { runDue }, now, log });
  const alerts = assembleAlerts(parts);
  const postbacks = assemblePostbacks(parts, upstreams.metrics);
  return {
    start() {
      leads.start();
      alerts?.start();
      postbacks?.start();
    },
    wake: () => leads.wake(),
    async stop(deadlineMs) {
      const [areCallsDone] = await Promise.all([
        leads.stop(deadlineMs),
        alerts?.stop(),
        postbacks?.stop(deadlineMs),
      ]);
      return areCallsDone;
    },
  };
}

function assembleWorker({ config, store, log, now }: Parts, upstreams: SharedUpstreams): Worker {
  const { quietMs, retention, company, postback } = config;
  const { deliveries, contacts, promoCodes, codes, metrics } = upstreams;
  return createWorker({
    contacts,
    promoCodes,
    codes,
    metrics,
    store,
    now,
    random: Math.random,
    log,
    quietMs,
    retention,
    removeOthers: async (at) => {
      const areRecordsMore = await removeOldRecords(store, { now: at, retention });
      return (await removeOldAudit(store, { now: at, retention })) || areRecordsMore;
    },
    company,
    postbacks: postback?.statuses,
    ...(deliveries && { deliveries }),
  });
}

function assembleAlerts({ config, store, now, log }: Parts): AlertLoop | undefined {
  const { alertUrl: url, postback } = config;
  return url && createAlertLoop({ url, store, postbacks: postback?.statuses, now, log });
}

function assemblePostbacks(
  { config, store, now, log }: Parts,
  metrics: Metrics,
): PostbackLoop | undefined {
  const { postback, defaultClickId } = config;
  return postback && createPostbackLoop({ ...postback, store, defaultClickId, now, log, metrics });
}
