/** How do I want it? Everything takes effect at once; not being signed in is normal. */
import { useSignal } from "@preact/signals";

import { Banner } from "../../components/Banner";
import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { Screen } from "../../components/Screen";
import { TitleBar } from "../../components/TitleBar";
import { catalogueAge } from "../../data/catalogue";
import { nameOf, place } from "../../data/place";
import { ended, me } from "../../data/session";
import { moment } from "../../i18n/dates";
import { meWords } from "../../i18n/me";
import { Account } from "./Account";
import { Looks } from "./Looks";
import { TextSizes } from "./TextSizes";
import "./me.css";

export default function Me() {
  const w = meWords.value;
  const failed = useSignal("");
  return (
    <Screen title={w.title} tab="me" top={<TitleBar title={w.title} />}>
      {ended.value && <Banner kind="info">{w.wasSignedOut}</Banner>}
      <WhoAmI />
      <TextSizes />
      <section class="card card--flush rows settings">
        <Row
          href="/me/places"
          icon={<Icon name="house-line" />}
          title={w.myPlaces}
          value={place.value ? nameOf(place.value) : w.noPlace}
        />
        <Looks />
      </section>
      <section class="card card--flush rows settings">
        <div class="row">
          <Icon name="download-simple" />
          <span class="row__body">{w.offline}</span>
          <span class="row__val">{catalogueAge.value ? w.offlineSince(moment(catalogueAge.value)) : w.offlineNone}</span>
        </div>
        <Row href="/me/privacy" icon={<Icon name="shield-check" />} title={w.privacy} />
        <Row href="/me/feedback" icon={<Icon name="chat-text" />} title={w.feedback} />
        <Row href="/guide/services" icon={<Icon name="book-open" />} title={w.guide} apart />
        <Row href="/me/about" icon={<Icon name="info" />} title={w.about} />
        <Row href="/desk" icon={<Icon name="desktop" />} title={w.staff} />
      </section>
      <Account failed={failed} />
      <p class="tiny muted centred">{w.recordNumber}</p>
    </Screen>
  );
}

function WhoAmI() {
  const w = meWords.value;
  const who = me.value;
  const door = <span class="door t-law"><Icon name="user" weight="duotone" /></span>;
  if (who) {
    return (
      <div class="card row">
        {door}
        <span class="row__body">
          <span class="row__title">{w.signedInAs(who.phone || who.name)}</span>
        </span>
      </div>
    );
  }
  return (
    <a class="card row whoami" href="/sign-in">
      {door}
      <span class="row__body">
        <span class="row__title">{w.notSignedIn}</span>
        <span class="row__sub">{w.notSignedInHint}</span>
      </span>
      <span class="btn btn--soft btn--small">{w.signIn}</span>
    </a>
  );
}
