/** Staff sign in by name and password. */
import { useSignal } from "@preact/signals";

import { Field } from "../../components/Field";
import { Refused } from "../../data/api";
import { enterPassword } from "../../data/signing-in";
import { meWords } from "../../i18n/me";

export function StaffForm({ onDone }: { onDone: () => void }) {
  const w = meWords.value;
  const error = useSignal("");
  const busy = useSignal(false);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    busy.value = true;
    error.value = "";
    try {
      await enterPassword(String(form.get("username")).trim(), String(form.get("password")));
      onDone();
    } catch (why) {
      error.value = why instanceof Refused ? (why.about("password") ?? why.message) : w.offlineSignIn;
    } finally {
      busy.value = false;
    }
  }

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
    </form>
  );
}
