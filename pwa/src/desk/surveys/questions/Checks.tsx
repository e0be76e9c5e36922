/** What is to be said about the questionnaire; each remark leads to its question. */
import { Icon } from "../../../components/Icon";
import { questionsWords } from "../../../i18n/questions";
import { type Group, placeOf, type Remark } from "./editing";

type ChecksProps = { remarks: readonly Remark[]; before: number | null; onGo: (group: Group, index: number | null, field: string) => void };

export function Checks({ remarks, before, onGo }: ChecksProps) {
  const w = questionsWords.value;
  const errors = remarks.filter((remark) => remark.level === "error");
  const warnings = remarks.filter((remark) => remark.level !== "error");
  return (
    <section class="card stack" aria-labelledby="q-checks">
      <h2 id="q-checks">{w.checks}</h2>
      <div role="status">
        {errors.length > 0 ? <p class="q-verdict q-verdict--bad"><Icon name="warning-circle-fill" />{w.errors(errors.length)}</p> : <p class="q-verdict"><Icon name="check-circle-fill" />{w.allRight}</p>}
      </div>
      <Remarks remarks={errors} onGo={onGo} />
      {warnings.length > 0 && <p class="label">{w.warnings(warnings.length)}</p>}
      <Remarks remarks={warnings} onGo={onGo} />
      <p class="small muted">{before === null ? w.comparedWithNone : w.comparedWith(before)}</p>
    </section>
  );
}

function Remarks({ remarks, onGo }: Pick<ChecksProps, "remarks" | "onGo">) {
  const w = questionsWords.value;
  if (remarks.length === 0) return null;
  return (
    <ul class="q-remarks">
      {together(remarks).map(({ field, message, times }) => {
        const { group, index } = placeOf(field);
        const place = placeInWords(field);
        return (
          <li key={field + message}>
            <b>{group === null ? place : <button type="button" class="textbtn" onClick={() => onGo(group, index, field)}>{place}</button>}</b>
            <span>{message}{times > 1 && w.times(times)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** The question, the form or the opening that a path lies in. */
export function placeInWords(field: string): string {
  const w = questionsWords.value;
  const { group, index } = placeOf(field);
  return group === null ? w.opening : index === null ? w.groups[group] : w.placeOf(w.groups[group], index + 1);
}

/** The same thing said several times of one question stands once, and leads to the first place. */
function together(remarks: readonly Remark[]): (Pick<Remark, "field" | "message"> & { times: number })[] {
  const found = new Map<string, Pick<Remark, "field" | "message"> & { times: number }>();
  for (const { field, message } of remarks) {
    const { group, index } = placeOf(field);
    const key = `${group} ${index} ${message}`;
    found.set(key, { field: found.get(key)?.field ?? field, message, times: (found.get(key)?.times ?? 0) + 1 });
  }
  return [...found.values()];
}
