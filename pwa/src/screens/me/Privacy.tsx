/** What is kept, why, how long, who sees it: in plain words. */
import { Icon } from "../../components/Icon";
import { Screen } from "../../components/Screen";
import { TopBar } from "../../components/TopBar";
import { city } from "../../data/city";
import { meWords } from "../../i18n/me";

export default function Privacy() {
  const w = meWords.value;
  return (
    <Screen title={w.privacy} top={<TopBar up="/me" />} tab="me">
      <h1>{w.privacy}</h1>
      <p class="muted">{w.privacyIntro}</p>
      {w.privacyParts.map(({ title, text }) => (
        <section class="card stack" key={title}>
          <h2>{title}</h2>
          <p>{text.replace("MONTHS", String(city.kept_months))}</p>
        </section>
      ))}
      <a class="btn btn--wide" href={`tel:${city.hotline}`}>
        <Icon name="phone" weight="fill" />
        {w.hotline(city.hotline)}
      </a>
    </Screen>
  );
}
