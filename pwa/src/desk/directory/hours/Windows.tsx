/** The windows of a day: from when until when, as often as needed; a rest at noon and the whole day in one press. */

import type { ComponentChildren } from "preact";

import { FieldError } from "../../../components/Field";
import { Icon } from "../../../components/Icon";
import { directoryWords } from "../../../i18n/directory";
import { isOvernight, isWholeDay, readTime, type Trouble, withLunch } from "./rules";
import type { Window } from "./timetable";

type WindowsProps = {
  place: string; // what the ids of its fields begin with
  label: string; // of what, for those who hear it only
  windows: readonly Window[];
  troubles: ReadonlyMap<string, Trouble>;
  onChange: (windows: Window[]) => void;
  children?: ComponentChildren; // more that can be done with them
};

export function Windows({ place, label, windows, troubles, onChange, children }: WindowsProps) {
  const w = directoryWords.value.hours;
  const change = (at: number, part: Partial<Window>): void => onChange(windows.map((window, other) => (other === at ? { ...window, ...part } : window)));
  const isWhole = windows.length === 1 && isWholeDay(windows[0] as Window);
  const lunch = withLunch(windows);
  return (
    <div class="stack stack--s" role="group" aria-label={label}>
      {windows.map((window, at) => (
        <div key={at} class="stack stack--s">
          <div class="window">
            <Time id={`${place}-from-${at}`} label={w.opens(at + 1)} value={window.from} isBad={troubles.has(`${place}-from-${at}`)} onChange={(from) => change(at, { from })} />
            <span aria-hidden="true">{w.to}</span>
            <Time id={`${place}-until-${at}`} label={w.closes(at + 1)} value={window.until} isBad={troubles.has(`${place}-until-${at}`)} onChange={(until) => change(at, { until })} />
            <button type="button" class="iconbtn" aria-label={w.dropWindow(at + 1)} onClick={() => onChange(windows.filter((_, other) => other !== at))}>
              <Icon name="x" />
            </button>
            {isOvernight(window) && <span class="small muted">{w.overnight}</span>}
          </div>
          {[`${place}-from-${at}`, `${place}-until-${at}`].some((id) => troubles.has(id)) && <FieldError id={`${place}-time-${at}`}>{directoryWords.value.troubles.time}</FieldError>}
        </div>
      ))}
      <div class="cluster">
        <button type="button" class="textbtn" id={`${place}-add`} onClick={() => onChange([...windows, windows.length ? { from: "13:30", until: "17:30" } : { from: "8:30", until: "17:30" }])}>
          <Icon name="plus" size="s" />
          {windows.length ? w.addWindow : w.addFirstWindow}
        </button>
        {lunch.length > windows.length && <button type="button" class="textbtn" onClick={() => onChange(lunch)}>{w.addLunch}</button>}
        {!isWhole && <button type="button" class="textbtn" onClick={() => onChange([{ from: "0:00", until: "24:00" }])}>{w.wholeDay}</button>}
        {children}
      </div>
      {troubles.has(`${place}-add`) && <FieldError id={`${place}-none`}>{directoryWords.value.troubles.windows}</FieldError>}
    </div>
  );
}

type TimeProps = { id: string; label: string; value: string; isBad: boolean; onChange: (value: string) => void };

/** A time of the day as people type it: 830, 8:30 or 8点半; put in order when one leaves the field. */
function Time({ id, label, value, isBad, onChange }: TimeProps) {
  const tidy = (typed: string): void => {
    const time = readTime(typed);
    if (time) onChange(time.replace(/^0(?=\d)/, ""));
  };
  return (
    <input
      class="input time num"
      id={id}
      aria-label={label}
      aria-invalid={isBad || undefined}
      autocomplete="off"
      placeholder="8:30"
      value={value}
      onInput={(event) => onChange(event.currentTarget.value)}
      onBlur={(event) => tidy(event.currentTarget.value)}
    />
  );
}
