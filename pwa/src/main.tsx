/** The first load. Size of text and theme are set before the first paint, the language before the first word. */
import "./style/index.css";

import { render } from "preact";

import { App } from "./app";
import { city } from "./data/city";
import { place } from "./data/place";
import { applyPrefs } from "./data/prefs";
import { keepSurveys } from "./data/surveys";
import { speakAsBefore } from "./i18n";
import { register } from "./update";

const REST_MS = 1_000;

applyPrefs();
if (city.demo) document.documentElement.dataset.demo = "";

void speakAsBefore().then(() => {
  const root = document.getElementById("app");
  if (root) render(<App />, root);
});

/** What can wait until the first screen answers: the worker, what sends what lies on this phone, the survey for offline. */
function settleIn(): void {
  void register();
  setTimeout(() => {
    void import("./screens/help/start").then(({ startHelp }) => startHelp()).catch(() => {}); // at the next start, then
    void import("./data/unanswered").then(({ tell }) => tell()).catch(() => {});
    void keepSurveys(place.peek()?.code).catch(() => {});
  }, REST_MS);
}

if (document.readyState === "complete") settleIn();
else addEventListener("load", settleIn);
