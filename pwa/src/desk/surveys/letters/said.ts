/** Numbers as they stand on the page. */
import { lang } from "../../../i18n";

export const number = (n: number): string => n.toLocaleString(lang.value);

/** A share in 0-1 as whole percent; a rate below one percent is not told as none. */
export const percent = (share: number): string => (share > 0 && share < 0.01 ? "<1" : String(Math.round(share * 100)));
