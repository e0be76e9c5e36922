/** Some dates on which it is otherwise: shut, or open besides; with a word why, which residents read. */
import { Field } from "../../../components/Field";
import { Icon } from "../../../components/Icon";
import { directoryWords } from "../../../i18n/directory";
import type { Trouble } from "./rules";
import { Dates } from "./Stands";
import type { Exception } from "./timetable";
import { Windows } from "./Windows";

type ExceptionCardProps = { at: number; value: Exception; troubles: ReadonlyMap<string, Trouble>; onChange: (value: Exception) => void; onDrop: () => void };

export function ExceptionCard({ at, value, troubles, onChange, onDrop }: ExceptionCardProps) {
  const w = directoryWords.value.hours;
  const place = `except-${at}`;
  const set = (part: Partial<Exception>): void => onChange({ ...value, ...part });
  const isShut = value.windows.length === 0;
  return (
    <div class="part stack" id={place} tabIndex={-1}>
      <div class="between">
        <div class="seg grow" role="group" aria-label={w.whatThen}>
          <button type="button" aria-pressed={isShut} onClick={() => set({ windows: [] })}>{w.shutThen}</button>
          <button type="button" aria-pressed={!isShut} onClick={() => isShut && set({ windows: [{ from: "9:00", until: "12:00" }] })}>{w.openThen}</button>
        </div>
        <button type="button" class="iconbtn" aria-label={w.dropException(at + 1)} onClick={onDrop}><Icon name="trash" /></button>
      </div>
      <Dates place={place} from={value.from} to={value.to} troubles={troubles} onChange={set} />
      {!isShut && <Windows place={place} label={w.openThen} windows={value.windows} troubles={troubles} onChange={(windows) => set({ windows })} />}
      <Field id={`${place}-note`} label={w.why} hint={w.whyHint}>
        {(control) => <input class="input" {...control} maxLength={200} value={value.note} onInput={(event) => set({ note: event.currentTarget.value })} />}
      </Field>
    </div>
  );
}
