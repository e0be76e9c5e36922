/** What this is, and which version. */
import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { TopBar } from "../../components/TopBar";
import { city, inWords } from "../../data/city";
import { meWords } from "../../i18n/me";

export default function About() {
  const w = meWords.value;
  return (
    <Screen title={w.about} top={<TopBar up="/me" />} tab="me">
      <h1>{w.about}</h1>
      <section class="card stack">
        <p>{w.aboutText(inWords(city.name), city.hotline)}</p>
        <p class="muted">{w.version(__VERSION__)}</p>
        <p class="small muted">{w.licences}</p>
      </section>
      <a class="btn btn--wide" href={`tel:${city.hotline}`}>
        <Icon name="phone" weight="fill" />
        {w.hotline(city.hotline)}
      </a>
    </Screen>
  );
}
