/** An address of a request that this phone does not know. */
import { Empty } from "../../components/Empty";
import { Screen } from "../../components/Screen";
import { TopBar } from "../../components/TopBar";
import { helpWords } from "../../i18n/help";

export function NotHere() {
  const w = helpWords.value;
  return (
    <Screen title={w.notFound} top={<TopBar up="/help" />} tab="help">
      <h1 class="vh">{w.notFound}</h1>
      <Empty art="line" title={w.notFound} action={<a class="btn" href="/help/lookup">{w.lookupLink}</a>}>
        {w.notFoundText}
      </Empty>
    </Screen>
  );
}
