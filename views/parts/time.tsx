const formats = new Map<string, Intl.DateTimeFormat>();

export interface RelativeTimeProps {
  at: Date;
  /** Of the person or the organisation, such as "Europe/Berlin". */
  timeZone?: string;
}

/** "3 minutes ago", kept right by the browser. Without script the whole date stands there. */
export function RelativeTime({ at, timeZone = "UTC" }: RelativeTimeProps) {
  const whole = wholeTime(at, timeZone);
  return (
    <relative-time datetime={at.toISOString()} title={whole} no-title precision="minute">
      {whole}
    </relative-time>
  );
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec".split(" ");

/** "20 Nov 2026, 10:21" on the wall clock of that zone. */
export function wholeTime(at: Date, timeZone = "UTC"): string {
  // A list of fifty rows spent a twelfth of its time in the formatter.
  if (timeZone === "UTC") {
    const [year, month, day, time] = at.toISOString().split(/[-T]/) as [
      string,
      string,
      string,
      string,
    ];
    return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}, ${time.slice(0, 5)}`;
  }
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      dateStyle: "medium",
      timeStyle: "short",
      timeZone,
    });
    formats.set(timeZone, format);
  }
  return format.format(at);
}
