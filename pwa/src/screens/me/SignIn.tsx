/** Is it you? A number, then six digits. Nothing in the app needs this but finding one's requests on another phone. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";

import { Banner } from "../../components/Banner";
import { Screen } from "../../components/Screen";
import { TopBar } from "../../components/TopBar";
import type { Challenge } from "../../data/signing-in";
import { ended } from "../../data/session";
import { cameFromHere } from "../../history";
import { meWords } from "../../i18n/me";
import { CodeForm } from "./CodeForm";
import { PhoneForm } from "./PhoneForm";
import { StaffForm } from "./StaffForm";
import "./me.css";

/** A code that was asked for: for which number, when (ms), and how often a wrong one was entered. */
export type Asked = Challenge & { phone: string; at: number; wrong: number };

export default function SignIn() {
  const w = meWords.value;
  const { route, query } = useLocation();
  const asked = useSignal<Asked | null>(null);
  const isStaff = useSignal(query.staff === "1");
  const done = (): void => {
    if (cameFromHere()) history.back();
    else route("/me", true);
  };
  return (
    <Screen title={w.signIn} top={<TopBar up="/me" />} tab="me">
      {ended.value && !asked.value && <Banner kind="info">{w.wasSignedOut}</Banner>}
      {isStaff.value ? (
        <StaffForm onDone={() => route("/desk", true)} />
      ) : asked.value ? (
        <CodeForm asked={asked} onDone={done} />
      ) : (
        <PhoneForm onAsked={(next) => (asked.value = next)} />
      )}
      {!asked.value && (
        <button type="button" class="textbtn other" onClick={() => (isStaff.value = !isStaff.value)}>
          {isStaff.value ? w.phoneTitle : w.staffTitle}
        </button>
      )}
    </Screen>
  );
}
