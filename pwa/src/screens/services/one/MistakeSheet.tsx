/** "This is wrong": what, and a few words. No sign-in and no name; kept when there is no network. */
import "../../help/form.css";

import { useSignal } from "@preact/signals";

import { Field, FieldError } from "../../../components/Field";
import { Sheet } from "../../../components/Sheet";
import { say } from "../../../components/Toast";
import type { Entry } from "../../../data/catalogue";
import { PhoneFull } from "../../../data/keep";
import { type Kind, KINDS, LONGEST, report } from "../../../data/mistakes";
import { offline } from "../../../data/network";
import { detailWords } from "../../../i18n/detail";
import { RadioChips } from "../../help/RadioChips";

type MistakeSheetProps = { entry: Entry; keptBy: string; open: boolean; onClose: () => void };
type Trouble = { kind?: string; words?: string };

export function MistakeSheet({ entry, keptBy, open, onClose }: MistakeSheetProps) {
  const w = detailWords.value;
  const kind = useSignal<Kind | null>(null);
  const words = useSignal("");
  const trouble = useSignal<Trouble>({});

  async function tell() {
    const found = troubleIn(kind.value, words.value);
    trouble.value = found;
    if (found.kind) return document.querySelector<HTMLElement>("input[name=mistake-kind]")?.focus();
    if (found.words || !kind.value) return document.getElementById("mistake-words")?.focus();
    try {
      await report(entry.id, kind.value, words.value);
    } catch (error) {
      if (!(error instanceof PhoneFull)) throw error;
      trouble.value = { words: w.phoneFull };
      return;
    }
    kind.value = null;
    words.value = "";
    onClose();
    say(offline.value ? w.mistakeWaits : w.mistakeThanks);
  }

  return (
    <Sheet open={open} onClose={onClose} title={w.mistakeTitle}>
      <p class="muted">{w.mistakeWho(keptBy || w.mistakeKeeper)}</p>
      <div class="field">
        <RadioChips
          name="mistake-kind"
          legend={w.mistakeKind}
          options={KINDS.map((value) => ({ value, label: w.kinds[value] }))}
          value={kind.value}
          onChange={(value) => (kind.value = value)}
          error={trouble.value.kind && "mistake-kind-error"}
        />
        {trouble.value.kind && <FieldError id="mistake-kind-error">{trouble.value.kind}</FieldError>}
      </div>
      <Field
        id="mistake-words"
        label={kind.value === "other" ? w.mistakeWordsNeeded : w.mistakeWords}
        hint={kind.value ? w.mistakeHints[kind.value] : undefined}
        error={trouble.value.words}
      >
        {(control) => (
          <textarea
            class="input"
            rows={3}
            maxLength={LONGEST}
            value={words.value}
            onInput={(event) => (words.value = event.currentTarget.value)}
            {...control}
          />
        )}
      </Field>
      <div class="pair">
        <button type="button" class="btn" onClick={onClose}>{w.mistakeCancel}</button>
        <button type="button" class="btn btn--primary" onClick={() => void tell()}>{w.mistakeSend}</button>
      </div>
    </Sheet>
  );
}

function troubleIn(kind: Kind | null, words: string): Trouble {
  const w = detailWords.value;
  if (!kind) return { kind: w.kindMissing };
  return kind === "other" && !words.trim() ? { words: w.wordsMissing } : {};
}
