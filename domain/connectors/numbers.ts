/** A number as people write it, with either sign between thousands, or undefined. */
export function fullNumber(written: string): number | undefined {
  const text = written.replaceAll(/[\s'’_]/g, "");
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  const grouped = /^[+-]?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*(?:([.,])(\d+))?$/.exec(text);
  if (grouped && grouped[3] !== grouped[1]) {
    const whole = text.slice(0, text.length - (grouped[4] ? grouped[4].length + 1 : 0));
    return Number(`${whole.replaceAll(/[.,]/g, "")}.${grouped[4] ?? 0}`);
  }
  const decimal = /^([+-]?\d*)[.,](\d+)$/.exec(text);
  return decimal ? Number(`${decimal[1]}.${decimal[2]}`) : undefined;
}
