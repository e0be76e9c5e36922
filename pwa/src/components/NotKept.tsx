/** In place of a screen that is not on this phone yet and cannot be fetched now. */
import { commonWords } from "../i18n/common";
import { BackButton } from "./TopBar";
import { Empty } from "./Empty";
import { Screen } from "./Screen";

export function NotKept() {
  const w = commonWords.value;
  const again = (
    <button type="button" class="btn" onClick={() => location.reload()}>
      {w.tryAgain}
    </button>
  );
  return (
    <Screen title={w.notKept} top={<header class="topbar"><BackButton up="/" /></header>} tab="services">
      <h1 class="vh">{w.notKept}</h1>
      <Empty art="line" title={w.notKept} action={again}>
        {w.notKeptWhy}
      </Empty>
    </Screen>
  );
}
