/** A word about the app itself: it is a request like any other, so that somebody answers. */
import { Screen } from "../../components/Screen";
import { TopBar } from "../../components/TopBar";
import { meWords } from "../../i18n/me";

export default function Feedback() {
  const w = meWords.value;
  return (
    <Screen
      title={w.feedbackTitle}
      top={<TopBar up="/me" />}
      bar={<a class="btn btn--primary" href="/help/new?category=other">{w.feedbackGo}</a>}
    >
      <h1>{w.feedbackTitle}</h1>
      <p>{w.feedbackHint}</p>
    </Screen>
  );
}
