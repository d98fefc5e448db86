import { readLead } from '../../proxy/index.ts';
import { inChunks, type Store } from '../../store/index.ts';
import { CommandError } from './command.ts';
import { printResults, type Row } from './output.ts';
import { type Terminal, visible } from './terminal.ts';

/** Something that a person does with many leads: with named ones, or with all it applies to. */
export interface LeadAction {
  readonly verb: string;
  /** The status of a lead with which it is done. */
  readonly done: string;
  /** Returns the refs of those with which it is done. */
  readonly run: (store: Store, refs: readonly string[]) => Promise<ReadonlySet<string>>;
  /** The refs of all leads that it applies to. */
  readonly all: (store: Store) => AsyncIterable<string>;
  /** What to say if there are none. */
  readonly none: string;
}

/** Runs an action and lists the leads with which it is done; fails if a named one is missing. */
export async function runLeadAction(
  terminal: Terminal,
  store: Store,
  action: LeadAction,
  { named, json }: { readonly named: readonly string[] | undefined; readonly json: boolean },
): Promise<void> {
  const others: string[] = [];
  const unwritten = await printResults(terminal, resultsOf(store, named, action, others), {
    json,
    columns: ['ref', 'status'],
    none: named ? undefined : action.none,
  });
  if (others.length === 0) {
    if (unwritten) throw unwritten;
    return;
  }
  const whys = await Promise.all(others.map((ref) => whyNot(store, ref)));
  const some = `${others.length} of them`;
  throw new CommandError(`Cannot ${action.verb} ${some}: ${whys.join('; ')}`);
}

/**
 * Runs an action, and collects the named leads with which it could not be done.
 *
 * @yields {Row} Each lead with which it is done.
 */
async function* resultsOf(
  store: Store,
  named: readonly string[] | undefined,
  action: LeadAction,
  others: string[],
): AsyncGenerator<Row> {
  for await (const refs of inChunks(named ?? action.all(store))) {
    const found = await action.run(store, refs);
    for (const ref of refs) {
      if (found.has(ref)) yield { ref, status: action.done };
      else if (named) others.push(ref);
    }
  }
}

async function whyNot(store: Store, ref: string): Promise<string> {
  const story = await readLead(store, ref);
  return story ? `${ref} is ${story.lead.state}` : `no ref is "${visible(ref)}"`;
}
