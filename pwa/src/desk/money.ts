/** "12", "12.5", "12.50元" in fen; null when it is no price. */
export function fenOf(text: string): number | null {
  const found = /^(\d{1,6})(?:\.(\d{1,2}))?元?$/.exec(text.normalize("NFKC").trim());
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0") || 0) : null;
}
