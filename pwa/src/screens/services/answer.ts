/** What a search and its filters find in the catalogue on the screen, in which order, and what there is to say of it. */
import { fitting, good, left, list, type Scores, scoresOf, type Seen, type Wish } from "../../data/filters";
import { search } from "../../data/finding";
import { position } from "../../data/position";
import { type Around, around, openingNext, whereFrom } from "./around";
import { type Ask, minuteOf, wishOf } from "./ask";
import { minuteNow } from "./now";

/** What fits, and what the list has to say of itself. */
export type Answer = {
  found: readonly Seen[];
  all: readonly Seen[]; // what the words alone find: what each further filter would leave is counted among these
  minute: number; // at which they are shown
  shutThen: boolean; // nothing is open at the moment that was asked for: what is shown is what would fit otherwise
  next: Around | null; // nothing that fits well is open: what opens first
};

/** What fits the words and the filters, best first or, if so asked, nearest first. */
export function answerTo(ask: Ask): Answer {
  const scores = ask.q.trim() ? scoresOf(search(ask.q)) : null;
  const now = minuteNow.value;
  const minute = minuteOf(ask, now);
  const wish = wishOf(ask, now);
  const all = fitting(around.value, scores);
  const open = listed(all, scores, wish, minute, ask);
  const { openAt, ...anyTime } = wish;
  const shutThen = !open.length && openAt !== undefined;
  const shown = shutThen ? listed(all, scores, anyTime, minute, ask) : open;
  const isGood = good(shown);
  const best = shown.filter(isGood);
  const next = best.some(({ isOpen }) => isOpen) ? null : (openingNext(best.map(({ seen }) => seen), minute)[0] ?? null);
  return { found: shown.map(({ seen }) => seen), all, minute, shutThen: shutThen && shown.length > 0, next };
}

const listed = (all: readonly Seen[], scores: Scores, wish: Wish, minute: number, ask: Ask) => list(all, scores, wish, minute, isNearFirst(ask));

/** Nearest first if it was asked for, or where the phone knows where it is; never where nobody knows. */
export const isNearFirst = ({ near }: Ask): boolean => whereFrom() !== null && (near ?? position.value !== null);

/** How many services would be left of these, were this asked for too. */
export const leftOf = (all: readonly Seen[], ask: Ask): number => left(all, wishOf(ask, minuteNow.value));
