/** Runs something as on a machine in this zone, which is this many minutes behind UTC. */
export async function inZone<T>(
  timeZone: string,
  minutesBehind: number,
  work: () => Promise<T>,
): Promise<T> {
  const [{ prototype: formats }, { prototype: dates }] = [Intl.DateTimeFormat, Date];
  const { resolvedOptions } = formats;
  const { getTimezoneOffset } = dates;
  formats.resolvedOptions = function resolved() {
    return { ...resolvedOptions.call(this), timeZone };
  };
  dates.getTimezoneOffset = () => minutesBehind;
  try {
    return await work();
  } finally {
    formats.resolvedOptions = resolvedOptions;
    dates.getTimezoneOffset = getTimezoneOffset;
  }
}
