/** Invitation codes, checked before anything is sent: a mistyped one is noticed with no network. See
 *  server/domain/surveys/codes.py, which makes them; tests/fixtures/questionnaire/codes.json holds for both. */

const SYMBOLS = "34679ACDEFGHJKMNPQRTWXY"; // nothing that is mixed up on paper
const LENGTH = 16; // the group's letter, 14 random symbols, a check symbol
const GROUPS = { J: "residents", M: "migrants", D: "units" } as const;

export type Code = { code: string; group: (typeof GROUPS)[keyof typeof GROUPS] };

/** The code in its one form and whose form it opens; null if no code can look like this. */
export function readCode(typed: string): Code | null {
  const symbols = typed.normalize("NFKC").toUpperCase().replace(/[-\s]/g, "");
  const numbers = [...symbols].map((symbol) => SYMBOLS.indexOf(symbol));
  if (numbers.length !== LENGTH || numbers.includes(-1)) return null;
  const sum = numbers.slice(0, -1).reduce((total, number, place) => total + number * (place + 2), 0);
  if ((sum + (numbers[numbers.length - 1] ?? 0)) % SYMBOLS.length !== 0) return null;
  const group = GROUPS[symbols.charAt(0) as keyof typeof GROUPS];
  return group ? { code: (symbols.match(/.{4}/g) ?? []).join("-"), group } : null;
}
