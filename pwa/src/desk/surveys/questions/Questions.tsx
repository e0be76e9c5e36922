/** A survey's questionnaire: written on the left, on a phone and checked on the right, saved by itself. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { useRoute } from "preact-iso";

import { Banner } from "../../../components/Banner";
import { Icon } from "../../../components/Icon";
import { SkeletonRows } from "../../../components/Skeleton";
import { say } from "../../../components/Toast";
import { city } from "../../../data/city";
import type { Question } from "../../../data/questionnaire";
import { me } from "../../../data/session";
import { questionsWords } from "../../../i18n/questions";
import { Frame } from "../../Frame";
import { StateBadge } from "../StateBadge";
import { Tabs } from "../Tabs";
import { Checks } from "./Checks";
import { formOf, type Group, GROUPS, languagesOf, moved, newQuestion, placeOf, type Questionnaire, replaced, tidy, withForm, without, written } from "./editing";
import { InLanguages, Sayings } from "./fields";
import { ImportSheet } from "./ImportSheet";
import { Keeping } from "./keeping";
import { Preview } from "./Preview";
import { QuestionEdit } from "./QuestionEdit";
import { QuestionList } from "./QuestionList";
import { Standing } from "./Standing";
import "./questions.css";

export default function Questions() {
  const w = questionsWords.value;
  const { params } = useRoute();
  const keeping = useMemo(() => new Keeping(params.id ?? ""), [params.id]);
  useEffect(() => {
    if (me.value?.kind === "staff") void keeping.load();
    return () => keeping.leave();
  }, [keeping, me.value?.kind]);
  const stage = keeping.stage.value;
  return (
    <Frame title={w.label} at="surveys">
      {stage === "loading" && <><h1 class="vh">{w.loading}</h1><SkeletonRows rows={5} /></>}
      {stage === "gone" && <><h1>{w.label}</h1><Banner kind="bad">{w.gone}</Banner></>}
      {stage === "failed" && <><h1>{w.label}</h1><Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void keeping.load()}>{w.retry}</button>}>{w.failed}</Banner></>}
      {stage === "ready" && <Page keeping={keeping} />}
    </Frame>
  );
}

function Page({ keeping }: { keeping: Keeping }) {
  const w = questionsWords.value;
  const group = useSignal<Group>("residents");
  const open = useSignal<number | null>(null);
  const at = useSignal(0);
  const isImporting = useSignal(false);
  const held = keeping.held.value;
  const draft = keeping.draft.value;
  useEffect(() => {
    if (open.value !== null) at.value = open.value;
  }, [open.value]);
  if (!held || !draft) return null;
  const { before } = held;
  const mayEdit = held.may_edit && keeping.standing.value !== "frozen";
  const form = formOf(draft, group.value);
  const remarks = keeping.remarks.value;
  const languages = languagesOf(draft, city.languages);
  const change = (next: readonly Question[]): void => keeping.change(withForm(draft, group.value, next));
  const about = (path: string): string | undefined =>
    keeping.errors.value.get(path) ?? remarks.find((remark) => remark.level === "error" && remark.field === path)?.message;
  const faultsIn = (which: Group, index: number | null): number =>
    remarks.filter(({ level, field }) => {
      const place = placeOf(field);
      return level === "error" && place.group === which && (index === null || place.index === index);
    }).length;

  const add = (index: number): void => {
    change([...form.slice(0, index), newQuestion(form, group.value), ...form.slice(index)]);
    go(group.value, index, `${group.value}.${index}.text.zh`);
  };
  const remove = (index: number): void => {
    const kept = draft;
    change(without(form, index));
    open.value = null;
    say({ text: w.removed(form[index]?.id ?? ""), undo: { label: w.undo, act: () => keeping.change(kept) } });
  };
  const move = (index: number, by: -1 | 1): void => {
    change(moved(form, index, by));
    if (open.value === index) open.value = index + by;
    else if (open.value === index + by) open.value = index;
  };
  function go(to: Group, index: number | null, field: string): void {
    group.value = to;
    open.value = index;
    requestAnimationFrame(() => {
      const box = document.getElementById(`q-${field}`) ?? document.getElementById(`q-row-${index}`);
      box?.scrollIntoView({ block: "center" });
      (box?.matches("input, textarea, select") ? box : box?.querySelector<HTMLElement>("input, textarea, select, button"))?.focus({ preventScroll: true });
    });
  }
  const asBefore = (question: Question) => {
    const was = before && formOf(before.questionnaire, group.value).find((one) => one.id === question.id && one.core);
    const index = form.indexOf(question);
    const isChanged = remarks.some((remark) => remark.key === "core-changed" && placeOf(remark.field).group === group.value && placeOf(remark.field).index === index);
    return before && was ? { year: before.year, question: was, isSame: !isChanged } : null;
  };

  return (
    <Sayings.Provider value={{ about, languages }}>
      <div class="desk__head wrap">
        <h1>{w.title(held.year)}</h1>
        <StateBadge state={held.state} />
        <span class="grow" />
        <button type="button" class="btn btn--small" onClick={() => download(draft, `questionnaire-${held.year}.json`)}><Icon name="download-simple" size="s" />{w.export}</button>
        {mayEdit && <button type="button" class="btn btn--small" onClick={() => (isImporting.value = true)}><Icon name="upload-simple" size="s" />{w.import}</button>}
      </div>
      <Tabs wave={keeping.wave} />
      <Standing keeping={keeping} mayWrite={held.may_edit} />
      <div class="chips chips--wrap" role="group" aria-label={w.groupsLabel}>
        {GROUPS.map((one) => (
          <button key={one} type="button" class="chip" aria-pressed={group.value === one} onClick={() => ((group.value = one), (open.value = null), (at.value = 0))}>
            {w.groups[one]} <span class="num">{formOf(draft, one).length}</span>
            {faultsIn(one, null) > 0 && <span class="badge badge--bad">{w.faults(faultsIn(one, null))}</span>}
          </button>
        ))}
      </div>
      <div class="q-page">
        <section class="stack" aria-labelledby="q-list">
          <h2 id="q-list" class="vh">{w.list}</h2>
          <details class="card q-opening">
            <summary class="label">{w.opening}</summary>
            <fieldset class="q-fields" disabled={!mayEdit}>
              <legend class="vh">{w.opening}</legend>
              <InLanguages path="opening" label={w.opening} texts={draft.opening} isLong onChange={(opening) => keeping.change({ ...draft, opening: opening as Questionnaire["opening"] })} />
            </fieldset>
          </details>
          <QuestionList form={form} mayEdit={mayEdit} open={open} faultsOf={(index) => faultsIn(group.value, index)} onMove={move}>
            {(question, index) => (
              <QuestionEdit
                path={`${group.value}.${index}`}
                question={question}
                earlier={form.slice(0, index)}
                before={asBefore(question)}
                mayEdit={mayEdit}
                onChange={(next) => change(replaced(form, index, tidy(next)))}
                onRemove={() => remove(index)}
                onAdd={() => add(index + 1)}
              />
            )}
          </QuestionList>
          {mayEdit && <button type="button" class="btn btn--primary" onClick={() => add(form.length)}><Icon name="plus" size="s" />{w.add}</button>}
        </section>
        <div class="stack q-side">
          <Preview key={group.value} form={form} languages={languages} at={at} />
          {held.state === "draft" && <Checks remarks={remarks} before={before?.year ?? null} onGo={go} />}
        </div>
      </div>
      <ImportSheet
        wave={keeping.wave}
        open={isImporting.value}
        onClose={() => (isImporting.value = false)}
        onTake={(asked) => {
          open.value = null;
          keeping.change(asked);
          say(w.imported);
        }}
      />
    </Sayings.Provider>
  );
}

/** What stands on the screen, as a file: also what could not be saved. */
function download(asked: Questionnaire, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([written(asked)], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
