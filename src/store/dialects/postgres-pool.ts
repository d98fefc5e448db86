import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { StoreError } from '../store-error.ts';
import { postgresFailure } from './error-codes.ts';

/**
 * The pool with its failures as {@link StoreError}, and without broken connections. By default `pg`
 * reuses a connection whose query timed out (the answer that still comes would be taken for the
 * next query's), and one whose server has become a standby.
 */
export function wrapPool(pool: PostgresPool): PostgresPool {
  return {
    ...(pool.Client && { Client: pool.Client }),
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      try {
        return wrapClient(await pool.connect());
      } catch (error) {
        throw unavailable(error);
      }
    },
  };
}

function wrapClient(client: PostgresPoolClient): PostgresPoolClient {
  let broken: StoreError | undefined;
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    // A rollback after a lost connection would wait for a time-out of its own.
    if (broken) throw broken;
    try {
      return await client.query(text, parameters);
    } catch (error) {
      const failure = postgresFailure(error);
      if (failure === 'statement') throw error;
      const failed = unavailable(error);
      if (failure === 'connection') broken = failed;
      throw failed;
    }
  };
  return {
    ...(client.processID !== undefined && { processID: client.processID }),
    // Kysely also calls it with a cursor, but only for streams, which we do not use.
    query: query as PostgresPoolClient['query'],
    release: (destroy = false) => client.release(destroy || broken !== undefined),
  };
}

function unavailable(cause: unknown): StoreError {
  const { message = '', code = '' } = (cause ?? {}) as { message?: string; code?: string };
  // An address with several IPs fails with an AggregateError, whose message is empty.
  return new StoreError('unavailable', message || code || 'unknown reason', { cause });
}
