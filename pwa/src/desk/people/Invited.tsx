/** Whoever is invited to work here sets their own password, by the link that their manager gave them. */
import "./people.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { Field } from "../../components/Field";
import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { TitleBar } from "../../components/TitleBar";
import { Refused } from "../../data/api";
import { peopleWords } from "../../i18n/people";
import { type ForInvited, keyHere, readInvitation, takeUp } from "./data";
import { ALL, type Troubles, troublesOf } from "./troubles";

type Stage = "loading" | "ready" | "done" | "gone" | "failed";

export default function InvitedPage() {
  const { invited: w, failed, retry } = peopleWords.value;
  const held = useSignal<ForInvited | null>(null);
  const stage = useSignal<Stage>("loading");
  async function load(): Promise<void> {
    stage.value = "loading";
    try {
      held.value = await readInvitation();
      stage.value = "ready";
    } catch (error) {
      stage.value = !keyHere() || (error instanceof Refused && [404, 422].includes(error.status)) ? "gone" : "failed";
    }
  }
  useEffect(() => {
    void load();
    addEventListener("hashchange", load); // another link was opened in the same tab
    return () => removeEventListener("hashchange", load);
  }, []);
  return (
    <Screen title={w.title} top={<TitleBar title={w.title} />}>
      <div class="invited stack stack--l">
        {stage.value === "loading" && <SkeletonRows rows={3} />}
        {stage.value === "gone" && <Empty art="line" title={w.gone}>{w.goneHint}</Empty>}
        {stage.value === "failed" && <Banner kind="offline" action={<button type="button" class="textbtn" onClick={() => void load()}>{retry}</button>}>{failed}</Banner>}
        {stage.value === "ready" && held.value && <Form held={held.value} onDone={() => (stage.value = "done")} onGone={() => (stage.value = "gone")} />}
        {stage.value === "done" && held.value && (
          <>
            <h2>{w.done}</h2>
            <p>{w.doneHint(held.value.username)}</p>
            <a class="btn btn--primary btn--wide" href="/desk/sign-in">{w.signIn}</a>
          </>
        )}
      </div>
    </Screen>
  );
}

type FormProps = { held: ForInvited; onDone: () => void; onGone: () => void };

function Form({ held, onDone, onGone }: FormProps) {
  const { invited: w, failed } = peopleWords.value;
  const password = useSignal("");
  const again = useSignal("");
  const errors = useSignal<Troubles>(new Map());
  const isBusy = useSignal(false);
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (isBusy.peek()) return;
    errors.value = new Map(password.peek() === again.peek() ? [] : [["again", w.different]]);
    if (errors.peek().size) return document.getElementById("f-again")?.focus();
    isBusy.value = true;
    try {
      await takeUp(password.peek());
      history.replaceState(history.state, "", location.pathname); // the key is of no use any more
      onDone();
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return onGone();
      errors.value = troublesOf(error, failed);
      document.getElementById("f-password")?.focus();
    }
    isBusy.value = false;
  }
  return (
    <form class="stack stack--l" noValidate onSubmit={(event) => void submit(event)}>
      <div class="stack stack--s">
        <h2>{w.hello(held.name)}</h2>
        <p>{w.intro(held.made_by_name)}</p>
        <p><b>{w.username(held.username)}</b></p>
      </div>
      {errors.value.has(ALL) && <Banner kind="bad">{errors.value.get(ALL)}</Banner>}
      <input class="vh" name="username" autocomplete="username" value={held.username} readOnly tabIndex={-1} aria-hidden="true" />
      <Field id="f-password" label={w.password} hint={w.hint} error={errors.value.get("password")}>
        {(control) => <input class="input" type="password" maxLength={128} autocomplete="new-password" {...control} value={password.value} onInput={(event) => (password.value = event.currentTarget.value)} />}
      </Field>
      <Field id="f-again" label={w.again} error={errors.value.get("again")}>
        {(control) => <input class="input" type="password" maxLength={128} autocomplete="new-password" {...control} value={again.value} onInput={(event) => (again.value = event.currentTarget.value)} />}
      </Field>
      <button type="submit" class="btn btn--primary btn--wide" aria-busy={isBusy.value}>{w.set}</button>
    </form>
  );
}
