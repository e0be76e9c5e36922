/** Staff sign in by name and password. */
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";

import { Field } from "../../components/Field";
import { Refused } from "../../data/api";
import { enterPassword } from "../../data/signing-in";
import { meWords } from "../../i18n/me";

type Step = { username: string; password: string; isNew: boolean; onDone: () => void };

/** The password was right, and a second factor is asked for: is it to be set up? undefined: something else is wrong. */
function secondStep(why: unknown): boolean | undefined {
  const kind = why instanceof Refused ? why.problem.type : "";
  if (kind.endsWith("/factor-to-set-up")) return true;
  return kind.endsWith("/factor-needed") ? false : undefined;
}

export function StaffForm({ onDone }: { onDone: () => void }) {
  const w = meWords.value;
  const error = useSignal("");
  const busy = useSignal(false);
  const second = useSignal<{ Form: ComponentType<Step>; step: Step } | null>(null);

  async function goOn(username: string, password: string, isNew: boolean): Promise<void> {
    const { SecondStep } = await import("../../desk/factors/SecondStep");
    second.value = { Form: SecondStep, step: { username, password, isNew, onDone } };
  }

  function setUp(event: MouseEvent): void {
    const form = new FormData((event.currentTarget as HTMLButtonElement).form as HTMLFormElement);
    const username = String(form.get("username")).trim();
    const password = String(form.get("password"));
    error.value = username && password ? "" : w.nameFirst;
    if (!error.value) void goOn(username, password, true).catch(() => (error.value = w.offlineSignIn));
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const username = String(form.get("username")).trim();
    const password = String(form.get("password"));
    busy.value = true;
    error.value = "";
    try {
      await enterPassword(username, password);
      onDone();
    } catch (why) {
      const isNew = secondStep(why);
      if (isNew !== undefined) return await goOn(username, password, isNew);
      error.value = why instanceof Refused ? (why.about("password") ?? why.message) : w.offlineSignIn;
    } finally {
      busy.value = false;
    }
  }

  if (second.value) return <second.value.Form {...second.value.step} />;
  return (
    <form class="stack stack--l" onSubmit={(event) => void submit(event)} noValidate>
      <h1>{w.staffTitle}</h1>
      <Field id="username" label={w.username}>
        {(control) => <input class="input" name="username" autocomplete="username" autocapitalize="none" {...control} />}
      </Field>
      <Field id="password" label={w.password} error={error.value}>
        {(control) => <input class="input" name="password" type="password" autocomplete="current-password" {...control} />}
      </Field>
      <button class="btn btn--primary btn--wide" aria-busy={busy.value}>{w.signIn}</button>
      <button type="button" class="textbtn" onClick={setUp}>{w.setUpFactor}</button>
    </form>
  );
}
