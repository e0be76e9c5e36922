/** An address that leads nowhere. */
import { Empty } from "../../components/Empty";
import { Screen } from "../../components/Screen";
import { TopBar } from "../../components/TopBar";
import { servicesWords } from "../../i18n/services";

export default function NotFound() {
  const w = servicesWords.value;
  const home = (
    <a class="btn" href="/">
      {w.toServices}
    </a>
  );
  return (
    <Screen title={w.noSuchPage} top={<TopBar up="/" />} tab="services">
      <h1 class="vh">{w.noSuchPage}</h1>
      <Empty title={w.noSuchPage} action={home}>
        {w.noSuchPageHint}
      </Empty>
    </Screen>
  );
}
