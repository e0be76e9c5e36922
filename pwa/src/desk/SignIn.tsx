/** The desk's door: the same form as on the residents' side, and back to where one was when the session ended. */
import { useLocation } from "preact-iso";

import { Banner } from "../components/Banner";
import { Screen } from "../components/Screen";
import { TopBar } from "../components/TopBar";
import { ended, me } from "../data/session";
import { deskWords } from "../i18n/desk";
import { StaffForm } from "../screens/me/StaffForm";
import "./desk.css";

/** Whoever only visits households has no queue. */
const home = (): string => (me.peek()?.rights.every(({ role }) => role === "interviewer") ? "/desk/visits" : "/desk");

export default function SignIn() {
  const w = deskWords.value;
  const { route, query } = useLocation();
  const to = /^\/desk(\/[\w-]+)*(\?[\w=&-]+)?$/.test(query.to ?? "") ? (query.to as string) : "/desk";
  return (
    <Screen title={w.desk} top={<TopBar up="/me" title={w.desk} />}>
      <div class="stack stack--l desk__door">
        {ended.value && <Banner kind="info">{w.sessionEnded}</Banner>}
        {me.value?.kind === "resident" && <Banner kind="info">{w.notStaff}</Banner>}
        <StaffForm onDone={() => route(to === "/desk" ? home() : to, true)} />
      </div>
    </Screen>
  );
}
