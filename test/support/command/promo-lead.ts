import { join } from 'node:path';
import { type Readable, Writable } from 'node:stream';
import { run } from '../../../src/node/cli/run.ts';
import type { Environment } from '../../../src/node/config/sources.ts';
import { openStore } from '../../../src/node/store/open-store.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process. */
export async function promoLead(
  args: readonly string[],
  env: Environment = {},
  stdin?: Readable,
): Promise<Outcome> {
  const stdout = new Collected();
  const stderr = new Collected();
  const code = await run(args, { ...(stdin && { stdin }), stdout, stderr, env });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

class Collected extends Writable {
  text = '';

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Makes an empty store in a data folder. */
export async function makeStore(data: string): Promise<void> {
  const { close } = await openStore({ kind: 'sqlite', file: join(data, 'promo-lead.db') });
  await close();
}
