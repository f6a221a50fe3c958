/** How long a session is by its clock times, in minutes; null while one is missing. An end that is not after the start is the next day's. */
export function clockSpan(start: string, end: string): { minutes: number; nextDay: boolean } | null {
  const [from, to] = [minutesOf(start), minutesOf(end)];
  if (from === null || to === null) return null;
  return to > from ? { minutes: to - from, nextDay: false } : { minutes: to - from + 24 * 60, nextDay: true };
}

function minutesOf(time: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(time) ?? [];
  return hours && minutes ? Number(hours) * 60 + Number(minutes) : null;
}
