/** One service for its own screen: from the kept catalogue or the favourites, so that it opens without a network; else from
 *  the server. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { answer, api, Refused } from "../../../data/api";
import type { components } from "../../../data/api.gen";
import { type Calendar, UNKNOWN } from "../../../data/calendar";
import { catalogue, type Entry, entryOf, keepCatalogue } from "../../../data/catalogue";
import { favouriteOf, favouritesKept } from "../../../data/favourites";
import { civilMinute, type OpenState, openState } from "../../../data/hours";
import { levelOf, nameOf, place } from "../../../data/place";
import { minuteNow } from "../now";

type ServiceShown = components["schemas"]["ServiceShown"];

export type Full = {
  entry: Entry;
  calendar: Calendar;
  state: OpenState | null;
  where?: string; // the division that offers it; "" or none: not known here
  keptBy?: string; // the office that keeps the entry; "" or none: not known here
};
export type Alike = { id: string; name: string; phone: string; address: string; distance_m: number | null };
/** It was given once; these are nearest to it. */
export type Over = { name: string; alike: Alike[] };
export type Missing = "loading" | "unreachable" | "none" | Over;

export const isHere = (found: Full | Missing): found is Full => typeof found === "object" && "entry" in found;
export const isOver = (found: Full | Missing): found is Over => typeof found === "object" && "alike" in found;

/** The service of this id; what is the matter instead, while it is not there. */
export function useService(id: string): Full | Missing {
  const asked = useSignal<Full | Missing>("loading");

  useEffect(() => {
    let current = true;
    const show = (found: Full | Missing): void => {
      if (current) asked.value = found;
    };
    show("loading");
    void find(id, show);
    return () => {
      current = false;
    };
  }, [id]);

  return keptHere(id) ?? asked.value;
}

async function find(id: string, show: (found: Full | Missing) => void): Promise<void> {
  if (place.peek() && !catalogue.peek()) await keepCatalogue(place.peek()?.code ?? "");
  if (keptHere(id)) return;
  await favouritesKept;
  const favourite = favouriteOf(id);
  if (favourite) show(asKept(favourite, catalogue.peek()?.calendar ?? UNKNOWN));
  try {
    show(asFull(await answer(api.GET("/api/services/{service_id}", { params: { path: { service_id: id } } }))));
  } catch (error) {
    if (error instanceof Refused) show(overOf(error) ?? "none");
    else if (!favourite) show("unreachable");
  }
}

function keptHere(id: string): Full | null {
  const [entry, here] = [entryOf(id), catalogue.value];
  return entry && here ? asKept(entry, here.calendar) : null;
}

/** Of the divisions only those above the resident have their names on the phone. */
function asKept(entry: Entry, calendar: Calendar): Full {
  const above = place.value ? [...place.value.path, place.value] : [];
  const named = (wanted?: string): string => {
    const division = above.find(({ code }) => code === wanted);
    return division ? nameOf(division) : "";
  };
  const state = openState(entry.rules, calendar, minuteNow.value);
  return { entry, calendar, state, where: named(entry.division), keptBy: named(entry.owner) };
}

function overOf({ status, problem }: Refused): Over | null {
  const { name = "", alike = [] } = problem as Partial<Over>;
  return status === 410 ? { name, alike } : null;
}

/** What the server says of it now; it knows the calendar that this phone has not. */
function asFull(shown: ServiceShown): Full {
  const { description, eligibility, documents, application, fee_note, wait, accessibility, name } = shown;
  const texts = { name, description, eligibility, documents, application, fee_note, wait, accessibility };
  const entry: Entry = {
    id: shown.id,
    division: shown.division,
    level: levelOf(shown.division),
    category: shown.category,
    texts,
    english: shown.language === "en" ? texts : {},
    pinyin: "",
    aka: shown.aka,
    provider: { ...shown.organization, certificate: shown.organization.certificate ?? "" },
    phone: shown.phone,
    fee: shown.fee,
    audience: shown.audience,
    languages: shown.languages,
    homeVisit: shown.home_visit,
    status: shown.status,
    verifiedOn: shown.verified_on ?? "",
    spots: shown.locations,
    rules: shown.hours,
  };
  const calendar = catalogue.peek()?.calendar ?? UNKNOWN;
  return { entry, calendar, state: stateOf(shown.open), where: shown.division_name, keptBy: shown.owner_name };
}

function stateOf(open: ServiceShown["open"]): OpenState | null {
  if (!open) return null;
  const minute = (at: string | null | undefined): number | null => (at ? civilMinute(Date.parse(at)) : null);
  const { state, sure, changes_at, opens_again_at, why } = open;
  return { state: state as OpenState["state"], sure, next: minute(changes_at), again: minute(opens_again_at), why };
}
