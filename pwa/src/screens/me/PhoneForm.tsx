/** The number to which a code is sent. What is wrong with it is said at the field, and what was typed stays. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { Refused } from "../../data/api";
import { city } from "../../data/city";
import { askForCode } from "../../data/signing-in";
import { meWords } from "../../i18n/me";
import { NeverTell } from "./NeverTell";
import type { Asked } from "./SignIn";

export function PhoneForm({ onAsked }: { onAsked: (asked: Asked) => void }) {
  const w = meWords.value;
  const phone = useSignal("");
  const error = useSignal("");
  const busy = useSignal(false);
  const box = useRef<HTMLInputElement>(null);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    error.value = "";
    try {
      onAsked({ ...(await askForCode(phone.value)), phone: phone.value.trim(), at: Date.now(), wrong: 0 });
    } catch (why) {
      error.value = why instanceof Refused ? (why.about("phone") ?? why.message) : w.offlineSignIn;
      box.current?.focus();
    } finally {
      busy.value = false;
    }
  }

  return (
    <form class="stack stack--l" onSubmit={(event) => void submit(event)} noValidate>
      <h1>{w.phoneTitle}</h1>
      <p class="muted">{w.phoneWhy}</p>
      <Field id="phone" label={w.phone} hint={w.phoneHint} error={error.value}>
        {(control) => (
          <input
            class="input num"
            ref={box}
            type="tel"
            inputMode="tel"
            autocomplete="tel"
            value={phone.value}
            onInput={(event) => (phone.value = event.currentTarget.value)}
            {...control}
          />
        )}
      </Field>
      <button class="btn btn--primary btn--wide" aria-busy={busy.value}>{busy.value ? w.sending : w.sendCode}</button>
      <NeverTell />
      <div class="card card--flush rows">
        <Row href={`tel:${city.hotline}`} icon={<Icon name="phone" />} title={w.noPhone(city.hotline)} sub={w.noPhoneHint} />
        <Row href="/help/lookup" icon={<Icon name="ticket" />} title={w.haveNumber} sub={w.haveNumberHint} />
        <Row href="/help/new" icon={<Icon name="users" />} title={w.forFamily} sub={w.forFamilyHint} />
      </div>
      <p class="small muted">
        {w.agreeBefore} <a href="/me/privacy">{w.privacy}</a>
        {w.agreeAfter}
      </p>
    </form>
  );
}
