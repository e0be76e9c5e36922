/** All filters, each with how many services it would leave. They work at once; the button at the foot only closes. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

import { Sheet } from "../../components/Sheet";
import { dateOf } from "../../data/calendar";
import { DAY } from "../../data/civil";
import type { Seen } from "../../data/filters";
import { position } from "../../data/position";
import { TERMS, TOPS } from "../../data/taxonomy.gen";
import { lang } from "../../i18n";
import { servicesWords } from "../../i18n/services";
import { leftOf } from "./answer";
import { whereFrom } from "./around";
import { type Ask, AUDIENCES, FILTERS, isFiltered, unfiltered, WAYS } from "./ask";
import { Chip } from "./Chip";
import { minuteNow } from "./now";
import { termName } from "./Tiles";

type FilterSheetProps = { open: boolean; onClose: () => void; ask: Ask; all: readonly Seen[]; go: (next: Partial<Ask>) => void };

export function FilterSheet({ open, onClose, ...rest }: FilterSheetProps) {
  return (
    <Sheet open={open} onClose={onClose} title={servicesWords.value.filters}>
      <Choices {...rest} onClose={onClose} />
    </Sheet>
  );
}

function Choices({ ask, all, go, onClose }: Omit<FilterSheetProps, "open">) {
  const w = servicesWords.value;
  const left = (next: Partial<Ask>): number => leftOf(all, { ...ask, ...next });
  /** One of several: a press on what is chosen takes it off. */
  const one = (pressed: boolean, on: Partial<Ask>, off: Partial<Ask>, words: string) => (
    <Chip key={words} pressed={pressed} count={left(on)} onClick={() => go(pressed ? off : on)}>
      {words}
    </Chip>
  );
  return (
    <>
      <Group title={w.when}>
        {one(ask.open, { open: true, at: "" }, { open: false }, w.filterNames.open)}
        <Moment ask={ask} go={go} />
      </Group>
      <Group title={w.how}>
        {FILTERS.filter((name) => name !== "open").map((name) => one(ask[name], { [name]: true }, { [name]: false }, w.filterNames[name]))}
      </Group>
      <Group title={w.filterFor}>
        {AUDIENCES.map((name) => one(ask.audience === name, { audience: name }, { audience: "" }, w.audiences[name] ?? name))}
      </Group>
      {whereFrom() && (
        <Group title={position.value ? w.farFromYou : w.farFromCentre}>
          {WAYS.map((way) => one(ask.within === way, { within: way }, { within: 0 }, w.within(w.distance(way))))}
        </Group>
      )}
      <Kind ask={ask} all={all} go={go} />
      <div class="pair sheet__foot">
        {isFiltered(ask) && (
          <button type="button" class="btn" onClick={() => go(unfiltered(ask))}>
            {w.clearFilters}
          </button>
        )}
        <button type="button" class="btn btn--primary" onClick={onClose}>
          {w.show(left({}))}
        </button>
      </div>
    </>
  );
}

function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="stack stack--s" role="group" aria-label={title}>
      <h3>{title}</h3>
      <div class="chips chips--wrap">{children}</div>
    </section>
  );
}

/** A day and an hour of one's own choice; the fields of the phone know no zone, so they are the city's. */
function Moment({ ask, go }: { ask: Ask; go: (next: Partial<Ask>) => void }) {
  const w = servicesWords.value;
  const hour = useSignal("09:00");
  const [day, clock] = ask.at ? ask.at.split("T") : ["", hour.value];
  const tomorrow = dateOf(Math.floor(minuteNow.value / DAY) + 1);
  const set = (date: string, time: string): void => {
    if (time) hour.value = time;
    if (date && time) go({ at: `${date}T${time}`, open: false });
  };
  return (
    <>
      <Chip pressed={ask.at !== ""} onClick={() => (ask.at ? go({ at: "" }) : set(tomorrow, hour.value))}>
        {w.otherTime}
      </Chip>
      {ask.at && (
        <span class="moment">
          <input class="input" type="date" aria-label={w.day} value={day ?? ""} onInput={(event) => set(event.currentTarget.value, clock ?? "")} />
          <input class="input" type="time" aria-label={w.hour} value={clock ?? ""} onInput={(event) => set(day ?? "", event.currentTarget.value)} />
        </span>
      )}
    </>
  );
}

/** The kinds that there are, under their top terms; one list of the phone's own, for there are forty. */
function Kind({ ask, all, go }: { ask: Ask; all: readonly Seen[]; go: (next: Partial<Ask>) => void }) {
  const w = servicesWords.value;
  const left = (category: string): number => leftOf(all, { ...ask, category });
  return (
    <label class="field">
      <span class="label">{w.categories}</span>
      <select class="input" value={ask.category} onChange={(event) => go({ category: event.currentTarget.value })}>
        <option value="">{w.anyKind}</option>
        {TOPS.map((top) => {
          const terms = TERMS.filter(({ parent, code }) => parent === top.code && (left(code) > 0 || code === ask.category));
          if (!terms.length) return null;
          const name = lang.value === "en" ? top.en : top.zh;
          return (
            <optgroup key={top.code} label={name}>
              {terms.length > 1 && <option value={top.code}>{w.allOf(name, left(top.code))}</option>}
              {terms.map((term) => (
                <option key={term.code} value={term.code}>{w.counted(termName(term), left(term.code))}</option>
              ))}
            </optgroup>
          );
        })}
      </select>
    </label>
  );
}
