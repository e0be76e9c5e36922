/** How a name is read, so that pinyin and initials find it: by rule, or as somebody corrected it. */
import { Field } from "../../components/Field";
import { piecesOf } from "../../data/pieces";
import { directoryWords } from "../../i18n/directory";
import type { Errors } from "./editing";

type ReadingProps = { name: string; pinyin: string; byRule: string; errors: Errors; onChange: (pinyin: string) => void };

export function Reading({ name, pinyin, byRule, errors, onChange }: ReadingProps) {
  const w = directoryWords.value.service;
  const pieces = piecesOf(name);
  const syllables = (pinyin || byRule).split(" ").filter(Boolean);
  const fits = syllables.length === pieces.length;
  return (
    <div class="stack stack--s">
      <p class="label">{w.reading}</p>
      {fits && (
        <p class="reading">
          {pieces.map((piece, at) => <ruby key={at}>{piece}<rt>{syllables[at]}</rt></ruby>)}
        </p>
      )}
      {!fits && pinyin && <p class="hint">{w.readingCount(pieces.length, syllables.length)}</p>}
      <Field id="f-pinyin" label={pinyin ? w.readingByHand : w.readingByRule} hint={w.readingHint} error={errors.get("f-pinyin")}>
        {(control) => (
          <input class="input" {...control} lang="zh-Latn" autocomplete="off" spellcheck={false} maxLength={500} value={pinyin || byRule} onInput={(event) => onChange(event.currentTarget.value === byRule ? "" : event.currentTarget.value)} />
        )}
      </Field>
      {pinyin && <button type="button" class="textbtn" onClick={() => onChange("")}>{w.readingAgain}</button>}
    </div>
  );
}
