const formats = new Map<string, Intl.DateTimeFormat>();

export interface RelativeTimeProps {
  at: Date;
  /** Of the person or the organisation, such as "Europe/Berlin". */
  timeZone?: string;
}

/** "3 minutes ago", kept right by the browser. Without script the whole date stands there. */
export function RelativeTime({ at, timeZone = "UTC" }: RelativeTimeProps) {
  const iso = at.toISOString();
  const whole = timeZone === "UTC" ? wholeUtc(iso) : wholeTime(at, timeZone);
  return (
    <relative-time datetime={iso} title={whole} no-title precision="minute">
      {whole}
    </relative-time>
  );
}

/** Years have four digits, as a column of the database holds no others that anybody typed. */
function wholeUtc(iso: string): string {
  const month = MONTHS[Number(iso.slice(5, 7)) - 1];
  return `${Number(iso.slice(8, 10))} ${month} ${iso.slice(0, 4)}, ${iso.slice(11, 16)}`;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec".split(" ");

/** "20 Nov 2026, 10:21" on the wall clock of that zone. */
export function wholeTime(at: Date, timeZone = "UTC"): string {
  // A list of fifty rows spent a twelfth of its time in the formatter.
  if (timeZone === "UTC") return wholeUtc(at.toISOString());
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
