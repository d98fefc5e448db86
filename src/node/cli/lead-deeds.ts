import type { Command } from 'commander';
import { readLead } from '../../proxy/index.ts';
import { inChunks, type Store } from '../../store/index.ts';
import { CommandError, type CommonOptions } from './command.ts';
import { printDeeds, type Row } from './output.ts';
import { type Terminal, visible } from './terminal.ts';

/** Something that a person does about many leads: about named ones, or about all that it is for. */
export interface LeadDeed {
  readonly verb: string;
  readonly done: string;
  /** Answers of which of them it was done. */
  readonly carryOut: (store: Store, refs: readonly string[]) => Promise<ReadonlySet<string>>;
  /** All that it is for. */
  readonly all: (store: Store) => AsyncIterable<string>;
  /** What to say where there is none. */
  readonly none: string;
}

export interface AllOption extends CommonOptions {
  readonly all?: boolean;
}

/** Either leads are named, or all are meant: not by a slip. */
export function refsOrAll(made: Command): Command {
  return made.hook('preAction', () => {
    const isAll = made.opts<AllOption>().all === true;
    if (isAll === made.args.length > 0) made.error('error: name leads by their refs, or use --all');
  });
}

/** Carries it out and lists of which it was done; fails where it was not of all that are named. */
export async function carryOut(
  terminal: Terminal,
  store: Store,
  deed: LeadDeed,
  { named, json }: { readonly named: readonly string[] | undefined; readonly json: boolean },
): Promise<void> {
  const others: string[] = [];
  const unwritten = await printDeeds(terminal, carriedOut(store, named, deed, others), {
    json,
    columns: ['ref', 'status'],
    none: named ? undefined : deed.none,
  });
  if (others.length === 0) {
    if (unwritten) throw unwritten;
    return;
  }
  const whys = await Promise.all(others.map((ref) => whyNot(store, ref)));
  const some = `${others.length} of them`;
  throw new CommandError(`Cannot ${deed.verb} ${some}: ${whys.join('; ')}`);
}

/**
 * Carries it out, and collects the named ones of which it could not be done.
 *
 * @yields {Row} Each of which it is done.
 */
async function* carriedOut(
  store: Store,
  named: readonly string[] | undefined,
  deed: LeadDeed,
  others: string[],
): AsyncGenerator<Row> {
  for await (const refs of inChunks(named ?? deed.all(store))) {
    const found = await deed.carryOut(store, refs);
    for (const ref of refs) {
      if (found.has(ref)) yield { ref, status: deed.done };
      else if (named) others.push(ref);
    }
  }
}

async function whyNot(store: Store, ref: string): Promise<string> {
  const story = await readLead(store, ref);
  return story ? `${ref} is ${story.lead.state}` : `no ref is "${visible(ref)}"`;
}
