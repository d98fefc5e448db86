import { readWallClock } from '../upstream/promoholder/window.ts';
import { BackendError } from './backend-error.ts';

const ownerTime: RegExp = /^(\d{4})([-.])(\d\d)\2(\d\d)(?:[ T](\d\d:\d\d)(:\d\d)?)?$/;

/**
 * An owner's date or time as the store keeps it, `YYYY-MM-DD HH:MM:SS`. A day without a time is the
 * whole day, a minute without seconds the whole minute.
 *
 * @throws {BackendError} `invalid`
 */
export function readOwnerTime(text: string, edge: 'start' | 'end'): string {
  const match = ownerTime.exec(text.trim());
  if (!match) {
    throw new BackendError(
      'invalid',
      `Cannot read time "${text}": write YYYY-MM-DD or YYYY-MM-DD HH:MM:SS`,
    );
  }
  const [, year, , month, day, minute = edge === 'start' ? '00:00' : '23:59', second] = match;
  const stored = `${year}-${month}-${day} ${minute}${second ?? (edge === 'start' ? ':00' : ':59')}`;
  try {
    readWallClock(stored);
  } catch {
    throw new BackendError('invalid', `Cannot read time "${text}": no such date or time`);
  }
  return stored;
}
