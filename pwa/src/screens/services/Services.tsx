/** The services around you: the home screen at "/", and at "/search" what one looks for. One screen, so that the search
 *  field and a word half typed survive the step from one to the other. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect, useMemo, useRef } from "preact/hooks";

import { Screen } from "../../components/Screen";
import { SkeletonRows } from "../../components/Skeleton";
import { catalogue, keepCatalogue } from "../../data/catalogue";
import type { Place } from "../../data/place";
import { servicesWords } from "../../i18n/services";
import { useAfterPaint } from "./afterPaint";
import { addressOf, askOf } from "./ask";
import { Header } from "./Header";
import { Home } from "./Home";
import { fetchLater, later } from "./later";

const PAUSE_MS = 400; // before what was typed goes into the address: browsers refuse too many changes of it
const REST_MS = 500; // the home screen's own things come first

export function Services({ place }: { place: Place }) {
  const w = servicesWords.value;
  const { path, query, route } = useLocation();
  const searching = path === "/search";
  const ask = askOf(query);
  const typed = useSignal(ask.q);
  const timer = useRef(0);
  const put = useRef(ask.q); // what typing put into the address: when it gets there, more letters may have been typed

  useEffect(() => {
    void keepCatalogue(place.code);
  }, [place.code]);

  const isThere = catalogue.value !== null;
  useEffect(() => {
    if (!searching && !isThere) return;
    const timer = setTimeout(() => void fetchLater(), searching ? 0 : REST_MS);
    return () => clearTimeout(timer);
  }, [searching, isThere, ask.q]);

  useEffect(() => {
    if (ask.q !== put.current) typed.value = put.current = ask.q; // back, forward, or a link
  }, [ask.q, searching]);

  const type = (text: string): void => {
    typed.value = text;
    clearTimeout(timer.current);
    const go = (replace: boolean): void => {
      put.current = text;
      route(addressOf({ ...ask, q: text }), replace);
    };
    if (!searching) go(false);
    else timer.current = window.setTimeout(() => go(true), PAUSE_MS);
  };

  const Results = later.value?.Results;
  const q = useAfterPaint(typed.value);
  const filters = addressOf({ ...ask, q: "" }); // that the words come into the address later changes nothing in the list
  const isBehind = q === "" && typed.value !== ""; // the first letter: what all kinds there are is no answer to it
  const list = useMemo(
    () => (Results && !isBehind ? <Results ask={{ ...ask, q }} /> : <SkeletonRows />),
    [Results, isBehind, q, filters],
  );
  const title = searching ? (typed.value ? w.searchTitle(typed.value) : w.resultsTitle) : w.title;
  return (
    <Screen title={title} tab="services" top={<Header place={place} searching={searching} q={typed.value} onInput={type} />}>
      <h1 class="vh">{title}</h1>
      {searching ? list : <Home place={place} />}
    </Screen>
  );
}
