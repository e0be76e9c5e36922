/** A questionnaire from a file: looked through first, with every fault by its place; only then may it replace what is there. */
import { useSignal } from "@preact/signals";

import { Banner } from "../../../components/Banner";
import { Field } from "../../../components/Field";
import { Sheet } from "../../../components/Sheet";
import { Refused } from "../../../data/api";
import { questionsWords } from "../../../i18n/questions";
import { placeInWords } from "./Checks";
import { type Reviewed, review } from "./data";
import { formOf, GROUPS, placeOf, type Questionnaire } from "./editing";

type ImportSheetProps = { wave: string; open: boolean; onClose: () => void; onTake: (asked: Questionnaire) => void };

export function ImportSheet({ wave, open, onClose, onTake }: ImportSheetProps) {
  const w = questionsWords.value;
  const found = useSignal<Reviewed | null>(null);
  const trouble = useSignal("");

  async function look(file: File | undefined): Promise<void> {
    found.value = null;
    trouble.value = "";
    if (!file) return;
    try {
      const body: unknown = JSON.parse(await file.text());
      if (typeof body !== "object" || body === null || Array.isArray(body)) throw new SyntaxError();
      found.value = await review(wave, body as Record<string, unknown>);
    } catch (error) {
      trouble.value = error instanceof SyntaxError ? w.importNoJson : error instanceof Refused ? error.message : w.importFailed;
    }
  }
  const close = (): void => {
    found.value = null;
    trouble.value = "";
    onClose();
  };
  const faults = found.value?.errors ?? [];
  const asked = found.value?.questionnaire;
  const toMend = found.value?.remarks.filter((remark) => remark.level === "error").length ?? 0;
  return (
    <Sheet open={open} onClose={close} title={w.importTitle}>
      <Field id="q-file" label={w.importFile} hint={w.importHint}>
        {(control) => <input class="input" type="file" accept="application/json,.json" {...control} onChange={(event) => void look(event.currentTarget.files?.[0])} />}
      </Field>
      {trouble.value && <Banner kind="bad">{trouble.value}</Banner>}
      {faults.length > 0 && (
        <div role="alert" class="stack stack--s">
          <p class="label">{w.importWrong(faults.length)}</p>
          <ul class="q-remarks">{faults.map(({ field, message }) => <li key={field}><b>{placeOf(field).index === null ? null : placeInWords(field)} <code>{placeOf(field).index === null ? field : placeOf(field).rest}</code></b><span>{message}</span></li>)}</ul>
        </div>
      )}
      {asked && (
        <div role="status" class="stack stack--s">
          <p>{w.importHas(GROUPS.map((group) => `${w.groups[group]} ${w.count(formOf(asked, group).length)}`).join(" · "))}</p>
          {toMend > 0 && <p class="small muted">{w.importFaults(toMend)}</p>}
        </div>
      )}
      <div class="pair">
        <button type="button" class="btn" onClick={close}>{w.close}</button>
        {asked && <button type="button" class="btn btn--primary" onClick={() => (onTake(asked), close())}>{w.importTake}</button>}
      </div>
    </Sheet>
  );
}
