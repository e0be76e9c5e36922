/** Telephone numbers as they are typed while somebody dictates. The server says whether one can be; here is only when to ask. */

/** Without blanks and marks, full-width digits as digits. */
export const digitsOf = (typed: string): string => typed.normalize("NFKC").replace(/[^\d+]/g, "");

/** Long enough to be whole: a mobile, a landline with its area code, or one of another country. */
export function isWhole(typed: string): boolean {
  const digits = digitsOf(typed).replace(/^(\+|00)86/, "");
  return /^1\d{10}$/.test(digits) || /^0\d{9,11}$/.test(digits) || /^\+\d{8,15}$/.test(digits);
}

/** May it get a text message? Landlines begin with the zero of their area. */
export const isLandline = (typed: string): boolean => digitsOf(typed).replace(/^(\+|00)86/, "").startsWith("0");
