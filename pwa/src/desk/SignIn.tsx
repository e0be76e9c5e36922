/** The desk's door: the same form as on the residents' side. */
import { useLocation } from "preact-iso";

import { Screen } from "../components/Screen";
import { TopBar } from "../components/TopBar";
import { me } from "../data/session";
import { deskWords } from "../i18n/desk";
import { StaffForm } from "../screens/me/StaffForm";

export default function SignIn() {
  const w = deskWords.value;
  const { route } = useLocation();
  return (
    <Screen title={w.desk} top={<TopBar up="/me" title={w.desk} />}>
      {me.value?.kind === "resident" && <p class="muted">{w.notStaff}</p>}
      <StaffForm onDone={() => route("/desk", true)} />
    </Screen>
  );
}
