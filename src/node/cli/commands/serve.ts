import type { Command } from 'commander';
import type { Log } from '../../../proxy/log.ts';
import { loadConfig } from '../../config/load.ts';
import { isWildcard } from '../../http/address.ts';
import { startServer } from '../../server.ts';
import { command, type CommandScope, type CommonOptions } from '../command.ts';
import { printRecord } from '../output.ts';
import { type Terminal, write } from '../terminal.ts';

interface ServeOptions extends CommonOptions {
  readonly host?: string;
  readonly port?: string;
  readonly demo?: boolean;
}

export function serveCommand(scope: CommandScope): Command {
  return command<ServeOptions>(scope, 'serve', {
    description: 'start the proxy, with the embedded backend if no vendor is configured',
    setUp: (made) =>
      made
        .option('--host <h>', 'address to listen on')
        .option('--port <n>', 'port to listen on; 0 takes a free one')
        .option(
          '--demo',
          'a company and promo codes to try and, in a clone, the demo pages at /; only on loopback',
        ),
    action: async ({ terminal, options, json }) => {
      const { host, port, data, demo = false, config: file } = options;
      const config = loadConfig({ env: terminal.env, file, flags: { host, port, data }, demo });
      const stopped = stopSignal();
      const server = await startServer(config, { ownsProcess: true });
      logFaults(server.log);
      await announce(terminal, { url: server.url, isEverywhere: isWildcard(config.host), json });
      await stopped;
      await server.close();
      // A call that outlived the deadline must not keep the process alive.
      process.exit(0);
    },
  });
}

/** What only a bug can cause: it is logged, masked like everything else. */
function logFaults(log: Log): void {
  process.on('unhandledRejection', (error) => log.error('server.fault', { error }));
  // Such as what @hono/node-server says about a reply that breaks off.
  console.error = (error: unknown) => log.error('server.fault', { error });
  process.on('uncaughtException', (error) => {
    log.error('server.crash', { error });
    process.exit(1);
  });
}

interface Announcement {
  readonly url: string;
  readonly isEverywhere: boolean;
  readonly json: boolean;
}

async function announce(
  terminal: Terminal,
  { url, isEverywhere, json }: Announcement,
): Promise<void> {
  try {
    if (json) return await printRecord(terminal, { url }, { json });
    const elsewhere = isEverywhere ? ', and on every address of this machine' : '';
    return await write(terminal.stdout, `promo-lead is ready on ${url}${elsewhere}\n`);
  } catch {
    // Nobody reads our output: that is no reason not to serve.
  }
}

/** The first SIGTERM or SIGINT; the second ends the process at once. */
function stopSignal(): Promise<void> {
  const stopped = Promise.withResolvers<void>();
  let count = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    count += 1;
    // 128 plus the number of the signal, as in shells.
    if (count > 1) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopped.resolve();
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return stopped.promise;
}
