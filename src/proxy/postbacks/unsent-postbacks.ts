import { sql } from 'kysely';
import { pages } from '../../store/rows/pages.ts';
import type { Store } from '../../store/store.ts';
import { isGivenUp, isWaiting } from './given-up.ts';
import type { PostbackRow } from './postback-queue.ts';

/** An expression: by the plain column, SQLite would go through all postbacks to sort them. */
const sortedRef = sql<string>`lead_ref || ''`;

/** @yields Postbacks that were not sent: first those given up, then those that wait; by ref. */
export async function* listUnsentPostbacks(store: Store): AsyncGenerator<PostbackRow> {
  for (const isOne of [isGivenUp, isWaiting]) {
    yield* pages<PostbackRow>((last, limit) => {
      let query = store.selectFrom('postbacks').selectAll().where(isOne);
      if (last) {
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('lead_ref', 'state'), '>', tuple(last.lead_ref, last.state)),
        );
      }
      return query.orderBy(sortedRef).orderBy('state').limit(limit).execute();
    });
  }
}
