/** What a new key may do, and what a system is told. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

import { Field } from "../../components/Field";
import { keysWords } from "../../i18n/keys";
import { divisionOption, findDivisions } from "../directory/finders";
import { Switch } from "../directory/parts";
import { Picker } from "../directory/Picker";
import { EVENTS, type HookWish, type KeyWish } from "./programs";
import { termOptions, Ticks } from "./Terms";

type Errors = ReadonlyMap<string, string>;
type FormProps<Wish> = { division: string; errors: Errors; isBusy: boolean; onSubmit: (wish: Wish) => void; onCancel: () => void };

export function KeyForm({ division, errors, isBusy, onSubmit, onCancel }: FormProps<KeyWish>) {
  const w = keysWords.value;
  const wish = useSignal<Required<KeyWish>>({ name: "", division, categories: [], a_minute: 60, fetches: false });
  const change = (part: Partial<KeyWish>): void => void (wish.value = { ...wish.value, ...part });
  return (
    <Frame isBusy={isBusy} onSubmit={() => onSubmit(wish.value)} onCancel={onCancel}>
      <Common wish={wish.value} errors={errors} onChange={change} />
      <Ticks label={w.categories} hint={w.noneIs(w.allPublic)} options={termOptions(true)} chosen={wish.value.categories} error={errors.get("categories")} onChange={(categories) => change({ categories })} />
      <Field id="programs-minute" label={w.aMinute} hint={w.aMinuteHint} error={errors.get("a_minute")}>
        {(control) => <input class="input" type="number" min={1} max={600} {...control} value={wish.value.a_minute} onInput={(event) => change({ a_minute: Number(event.currentTarget.value) })} />}
      </Field>
      <Switch name="fetches" label={w.fetches} checked={wish.value.fetches} onChange={(fetches) => change({ fetches })} />
      <p class="hint">{w.fetchesHint}</p>
    </Frame>
  );
}

export function HookForm({ division, errors, isBusy, onSubmit, onCancel }: FormProps<HookWish>) {
  const w = keysWords.value;
  const wish = useSignal<Required<HookWish>>({ name: "", url: "", division, categories: [], events: [...EVENTS] });
  const change = (part: Partial<HookWish>): void => void (wish.value = { ...wish.value, ...part });
  return (
    <Frame isBusy={isBusy} onSubmit={() => onSubmit(wish.value)} onCancel={onCancel}>
      <Common wish={wish.value} errors={errors} onChange={change} />
      <Field id="programs-url" label={w.url} hint={w.urlHint} error={errors.get("url")}>
        {(control) => <input class="input" type="url" inputMode="url" autocomplete="off" {...control} maxLength={500} value={wish.value.url} onInput={(event) => change({ url: event.currentTarget.value })} />}
      </Field>
      <Ticks label={w.events} options={EVENTS.map((event) => [event, w.event[event] ?? ""] as const)} chosen={wish.value.events} error={errors.get("events")} onChange={(events) => change({ events: EVENTS.filter((event) => events.includes(event)) })} />
      <Ticks label={w.categories} hint={w.noneIs(w.all)} options={termOptions(false)} chosen={wish.value.categories} error={errors.get("categories")} onChange={(categories) => change({ categories })} />
    </Frame>
  );
}

type CommonProps = { wish: { name: string; division: string }; errors: Errors; onChange: (part: { name?: string; division?: string }) => void };

function Common({ wish, errors, onChange }: CommonProps) {
  const w = keysWords.value;
  return (
    <>
      <Field id="programs-name" label={w.name} hint={w.nameHint} error={errors.get("name")}>
        {(control) => <input class="input" {...control} maxLength={80} value={wish.name} onInput={(event) => onChange({ name: event.currentTarget.value })} />}
      </Field>
      <Picker
        name="division"
        label={w.division}
        chosen={wish.division ? [divisionOption(wish.division)] : []}
        errors={new Map([...errors].map(([field, message]) => [`f-${field}`, message]))}
        add={w.change}
        find={findDivisions}
        onChange={([division]) => division && onChange({ division })}
      />
    </>
  );
}

type FrameProps = { isBusy: boolean; onSubmit: () => void; onCancel: () => void; children: ComponentChildren };

function Frame({ isBusy, onSubmit, onCancel, children }: FrameProps) {
  const w = keysWords.value;
  const submit = (event: Event): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form class="card stack" onSubmit={submit} noValidate>
      {children}
      <div class="pair">
        <button type="button" class="btn" onClick={onCancel}>{w.cancel}</button>
        <button type="submit" class="btn btn--primary" aria-busy={isBusy}>{w.save}</button>
      </div>
    </form>
  );
}
