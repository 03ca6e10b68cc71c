/** Rows as a CSV file that spreadsheets open: no cell of it becomes a formula there. */
export function writeCsv(rows: string[][]): string {
  return rows.map((row) => row.map(writeCell).join(",") + "\r\n").join("");
}

function writeCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
