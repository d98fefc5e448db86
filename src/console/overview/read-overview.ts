import type { Overview, OverviewQuery } from '../../contract/owner/overview.ts';
import { api, ApiError } from '../parts/api.ts';
import { offsetAt, ownTimeZone } from '../parts/time-zone.ts';

/**
 * Reads the overview by the calendar of whoever looks. Where the browser does not know the zone, or
 * the server does not, days are counted by the offset from UTC that the clock here has now.
 */
export async function readOverview(by: OverviewQuery['by']): Promise<Overview> {
  const zone = ownTimeZone();
  const offset = offsetAt(new Date());
  try {
    return await api.overview({ by, timezone: zone ?? offset });
  } catch (error) {
    const isRefused = error instanceof ApiError && error.type === 'invalid-fields';
    if (!isRefused || zone === undefined) throw error;
    return api.overview({ by, timezone: offset });
  }
}
