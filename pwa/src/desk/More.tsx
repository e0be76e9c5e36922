/** All parts of the desk, for a phone, whose tabs hold only the usual ones. */
import { Icon } from "../components/Icon";
import { me } from "../data/session";
import { deskWords } from "../i18n/desk";
import { rulesWords } from "../i18n/rules";
import { Entries, Frame, leave } from "./Frame";

export default function More() {
  const w = deskWords.value;
  const { sections } = rulesWords.value;
  const isOfOffice = me.value?.rights.some((right) => right.division && right.role !== "provider") ?? false;
  return (
    <Frame title={w.more} at="more">
      <h1 class="vh">{w.more}</h1>
      <nav class="card more" aria-label={w.more}>
        <Entries at="more" />
        {isOfOffice && <a href="/desk/estates"><Icon name="buildings" />{sections.estates}</a>}
        {isOfOffice && <a href="/desk/roster"><Icon name="calendar-blank" />{sections.roster}</a>}
        <a href="/me"><Icon name="user" />{me.value?.name}</a>
      </nav>
      <button type="button" class="btn" onClick={() => void leave()}>{w.signOut}</button>
    </Frame>
  );
}
