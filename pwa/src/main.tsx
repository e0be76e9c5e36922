/** The first load. Size of text and theme are set before the first paint, the language before the first word. */
import "./style/index.css";

import { render } from "preact";

import { App } from "./app";
import { city } from "./data/city";
import { applyPrefs } from "./data/prefs";
import { speakAsBefore } from "./i18n";
import { register } from "./update";

applyPrefs();
if (city.demo) document.documentElement.dataset.demo = "";

void speakAsBefore().then(() => {
  const root = document.getElementById("app");
  if (root) render(<App />, root);
});

if (document.readyState === "complete") void register();
else addEventListener("load", () => void register());
