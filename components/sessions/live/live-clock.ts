/** The wall clock of a zone as a running page writes it, `18:02`; with seconds `18:02:07`. The browser's own calendar will do. */
export function liveClock(timeZone: string, seconds = false): (instant: string) => string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
  });
  return (instant) => format.format(new Date(instant));
}
