/** When should somebody come? One tap, or none; only for what somebody comes to the house for. */
import { draft, type Window, write } from "../../data/draft";
import { categoryOf, comesHome } from "../../data/words";
import { civilDay, clock, day } from "../../i18n/dates";
import { helpWords } from "../../i18n/help";
import { RadioChips } from "./RadioChips";

const DAY_MS = 86_400_000;
const ENDS = { morning: 11, afternoon: 17, evening: 20 } as const; // after this hour it is too late to ask for it today
const PARTS = ["morning", "afternoon", "evening"] as const;

export function When() {
  return <WhenChips shown={comesHome(categoryOf(draft.value))} wish={draft.value.window ?? null} onChange={(window) => write({ window })} />;
}

type WhenProps = { shown: boolean; wish: Window | null; onChange: (wish: Window | null) => void };

/** The same for a call taker. */
export function WhenChips({ shown, wish, onChange }: WhenProps) {
  const w = helpWords.value;
  if (!shown) return null;
  const offered = windowsFrom(Date.now());
  const all = wish && !offered.some((one) => keyOf(one) === keyOf(wish)) ? [wish, ...offered] : offered;
  return (
    <RadioChips
      name="when"
      legend={w.when}
      value={wish ? keyOf(wish) : ""}
      onChange={(key) => onChange(all.find((one) => keyOf(one) === key) ?? null)}
      options={[{ value: "", label: w.whenAny }, ...all.map((one) => ({ value: keyOf(one), label: whenWords(one) }))]}
    />
  );
}

/** "今天下午", "这几天晚上". */
export function whenWords({ on, part }: Window): string {
  const w = helpWords.value;
  return w.whenOf(on ? day(Date.parse(`${on}T12:00:00Z`)) : w.anyDay, w.parts[part]);
}

/** What is left of today, tomorrow, and any of these days. */
export function windowsFrom(now: number): Window[] {
  const hour = Number.parseInt(clock(now), 10);
  const [today, tomorrow] = [civilDay(now), civilDay(now + DAY_MS)];
  return [
    ...PARTS.filter((part) => hour < ENDS[part]).map((part) => ({ on: today, part })),
    ...PARTS.map((part) => ({ on: tomorrow, part })),
    ...PARTS.map((part) => ({ on: null, part })),
  ];
}

const keyOf = ({ on, part }: Window): string => `${on ?? "any"} ${part}`;
