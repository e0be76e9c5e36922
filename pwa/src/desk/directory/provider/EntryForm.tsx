/** One entry as its provider may have it changed: the fields that they know best. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";

import { Banner } from "../../../components/Banner";
import { Field } from "../../../components/Field";
import { Refused } from "../../../data/api";
import { newId } from "../../../data/ids";
import { directoryWords } from "../../../i18n/directory";
import type { Errors } from "../editing";
import { HoursEditor } from "../hours/HoursEditor";
import { Group, OneOf, Text } from "../parts";
import { type Entry, type Form, propose, readForm, writeForm } from "./provider";

const LONG: readonly string[] = ["description", "eligibility", "documents", "application"];

export function EntryForm({ entry, onSent, onBack }: { entry: Entry; onSent: () => void; onBack: () => void }) {
  const { provider: w, service, fields, troubles } = directoryWords.value;
  const form = useSignal<Form>(useMemo(() => readForm(entry), [entry]));
  const errors = useSignal<Errors>(new Map());
  const notice = useSignal("");
  const isBusy = useSignal(false);
  const sending = useSignal({ id: newId(), words: "" }); // the same words are sent under the same id
  const change = (part: Partial<Form>): void => {
    form.value = { ...form.value, ...part };
  };

  async function send(): Promise<void> {
    const { body, problems, places } = writeForm(form.peek(), entry);
    errors.value = new Map([...problems].map(([id, trouble]) => [id, troubles[trouble]]));
    notice.value = problems.size ? w.mend : Object.keys(body).length ? "" : w.nothing;
    if (notice.peek()) return void show(errors.peek());
    const words = JSON.stringify(body);
    if (words !== sending.peek().words) sending.value = { id: newId(), words };
    isBusy.value = true;
    try {
      await propose(sending.peek().id, entry, body);
      onSent();
    } catch (error) {
      const told = error instanceof Refused ? (error.problem.errors ?? []) : [];
      errors.value = new Map(told.map(({ field, message }) => [placeOf(field.replace(/^body\./, ""), places), message]));
      notice.value = told.length ? w.mend : error instanceof Refused ? error.message : w.notSent;
      show(errors.peek());
    }
    isBusy.value = false;
  }
  const submit = (event: Event): void => {
    event.preventDefault();
    if (!isBusy.peek()) void send();
  };
  const text = (name: "phone" | "description" | "eligibility" | "documents" | "application" | "fee_note") =>
    entry.fields.includes(name) && (
      <Text name={name} label={fields[name] ?? name} value={form.value[name]} errors={errors.value} onChange={(value) => change({ [name]: value })} {...(LONG.includes(name) ? { rows: 3, most: 2000 } : name === "phone" ? { most: 20, mode: "tel" as const } : { most: 200 })} />
    );
  const hoursErrors = [...errors.value].filter(([id]) => /^(hours$|week-|monthly-|except-)/.test(id));
  return (
    <form class="stack stack--l" onSubmit={submit} noValidate aria-label={entry.name}>
      <h2 class="provider__name">{entry.name}</h2>
      {notice.value && <Banner kind="bad">{notice.value}</Banner>}
      <Group id="contact" title={service.contact}>
        {text("phone")}
        {entry.fields.includes("status") && <OneOf name="status" label={fields.status ?? ""} value={form.value.status} options={(["active", "temporarily closed"] as const).map((each) => [each, service.statuses[each] ?? each] as const)} errors={errors.value} onChange={(status) => change({ status })} />}
      </Group>
      {entry.fields.includes("hours") && (
        <Group id="when" title={service.when}>
          <HoursEditor value={form.value.timetable} troubles={writeForm(form.value, entry).problems as never} onChange={(timetable) => change({ timetable })} />
          {hoursErrors.map(([id, message]) => <p key={id} class="error" id={`${id}-error`}>{message}</p>)}
        </Group>
      )}
      <Group id="what" title={service.what}>
        {text("description")}
        {text("eligibility")}
        {text("documents")}
        {text("application")}
      </Group>
      {entry.fields.includes("fee") && (
        <Group id="cost" title={service.cost}>
          <OneOf name="fee" label={fields.fee ?? ""} value={form.value.fee} options={(["free", "paid"] as const).map((each) => [each, service.fees[each] ?? each] as const)} errors={errors.value} onChange={(fee) => change({ fee: fee as Form["fee"] })} />
          {form.value.fee === "paid" && (
            <Field id="f-fee-yuan" label={service.yuan} error={errors.value.get("f-fee-yuan")}>
              {(control) => <input class="input num" {...control} inputMode="decimal" autocomplete="off" value={form.value.yuan} onInput={(event) => change({ yuan: event.currentTarget.value })} />}
            </Field>
          )}
          {text("fee_note")}
        </Group>
      )}
      <div class="stack stack--s">
        <button type="submit" class="btn btn--primary btn--wide" aria-busy={isBusy.value}>{w.send}</button>
        <button type="button" class="btn btn--wide" onClick={onBack}>{w.back}</button>
      </div>
    </form>
  );
}

function placeOf(field: string, places: ReadonlyMap<string, string>): string {
  const parts = field.split(".");
  if (parts[0] === "hours") return places.get(parts.slice(0, 2).join(".")) ?? "hours";
  return places.get(field) ?? `f-${parts[0]}`;
}

function show(errors: Errors): void {
  const [first] = errors.keys();
  requestAnimationFrame(() => {
    const field = first ? document.getElementById(first) : null;
    if (field) field.focus();
    else scrollTo({ top: 0 });
  });
}
