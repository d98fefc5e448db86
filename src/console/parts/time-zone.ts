/** What a browser answers where it does not know the machine's zone (`TZ=WIB-7`). */
const unknownZones: ReadonlySet<string> = new Set(['Etc/Unknown', 'Factory']);

/** `Area/Location` of whoever looks; undefined where the browser knows none. */
export function ownTimeZone(): string | undefined {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return unknownZones.has(timeZone) ? undefined : timeZone;
}

/** How far the clock of whoever looks is ahead of UTC at that time: `+07:00`. */
export function offsetAt(time: Date): string {
  const minutes = -time.getTimezoneOffset();
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${pad(hours)}:${pad(rest)}`;
}

function pad(part: number): string {
  return String(part).padStart(2, '0');
}
