/** What kind of matter, and what can be answered this minute: one field for both. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { intakeWords } from "../../i18n/intake";
import { call, write } from "./call";
import { Combo, type Option } from "./Combo";
import { type AtOnce, getReady, kindsFor, kindsMeant, servicesFor, termName, termOf } from "./finding";

const PAUSE_MS = 200;

export function Kind() {
  const w = intakeWords.value;
  const { words, place, category, proposed, answered } = call.value;
  const typed = useSignal("");
  const said = useSignal(words);
  useEffect(() => {
    void getReady(place?.code ?? null);
  }, [place?.code]);
  useEffect(() => {
    const timer = setTimeout(() => (said.value = typed.value.trim() || words), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed.value, words]);
  const kinds = useComputed(() => kindsFor(said.value));
  const services = useComputed(() => servicesFor(said.value));
  const meant = useComputed(() => kindsMeant(said.value)[0] ?? null).value;
  useEffect(() => {
    if (call.peek().proposed !== meant) write({ proposed: meant });
  }, [meant]);
  useEffect(() => {
    typed.value = "";
  }, [call.value.id]);

  const options: Option[] = [
    ...kinds.value.map((code) => ({ key: code, group: w.kindGroup, title: termName(code) })),
    ...services.value.map(({ entry, name, open, phone }) => ({ key: entry.id, group: w.nowGroup, title: name, sub: [open, phone].filter(Boolean).join(" · ") })),
  ];
  const choose = ({ key }: Option): void => {
    typed.value = "";
    const service = services.peek().find(({ entry }) => entry.id === key);
    if (service) write(answerOf(service));
    else write({ category: key });
  };
  const chosen = category ?? proposed;
  const hint = category ? w.kindChosen(termName(category)) : proposed ? w.kindProposed(termName(proposed)) : w.kindHint;
  return (
    <>
      <Combo
        id="kind"
        label={w.kind}
        hint={hint}
        typed={typed.value}
        placeholder={chosen ? termName(chosen) : ""}
        options={options}
        none={w.kindNone}
        onType={(text) => (typed.value = text)}
        onChoose={choose}
      />
      {answered !== null && <Answered answered={answered} />}
    </>
  );
}

/** A service that was named: what the caller was told of it, and the category under which that counts. */
function answerOf({ entry, name, open, where, phone }: AtOnce) {
  const category = termOf(entry.category)?.requests ? entry.category : "other";
  return { category, answered: intakeWords.peek().told(name, open, where, phone) };
}

function Answered({ answered }: { answered: string }) {
  const w = intakeWords.value;
  return (
    <div class="field answered">
      <label for="answered">{w.answered}</label>
      <textarea class="input" id="answered" rows={2} maxLength={1000} value={answered} onInput={(event) => write({ answered: event.currentTarget.value })} />
      <p class="hint">{w.answeredHint}</p>
      <button type="button" class="textbtn" onClick={() => write({ answered: null })}>{w.notAnswered}</button>
    </div>
  );
}
