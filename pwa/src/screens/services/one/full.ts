/** One service for its own screen: from the kept catalogue, so that it opens without a network; else from the server. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { answer, api, Refused } from "../../../data/api";
import type { components } from "../../../data/api.gen";
import { type Calendar, UNKNOWN } from "../../../data/calendar";
import { catalogue, type Entry, entryOf, keepCatalogue } from "../../../data/catalogue";
import { civilMinute, type OpenState, openState } from "../../../data/hours";
import { levelOf, place } from "../../../data/place";
import { minuteNow } from "../now";

type ServiceShown = components["schemas"]["ServiceShown"];

export type Full = { entry: Entry; calendar: Calendar; state: OpenState | null };
export type Missing = "loading" | "unreachable" | "none";

/** The service of this id; a word instead while it is not there. */
export function useService(id: string): Full | Missing {
  const asked = useSignal<Full | Missing>("loading");

  useEffect(() => {
    let current = true;
    asked.value = "loading";
    void find(id).then((found) => {
      if (current) asked.value = found;
    });
    return () => {
      current = false;
    };
  }, [id]);

  return keptHere(id) ?? asked.value;
}

async function find(id: string): Promise<Full | Missing> {
  if (place.peek() && !catalogue.peek()) await keepCatalogue(place.peek()?.code ?? "");
  const kept = keptHere(id);
  if (kept) return kept;
  try {
    return asFull(await answer(api.GET("/api/services/{service_id}", { params: { path: { service_id: id } } })));
  } catch (error) {
    return error instanceof Refused ? "none" : "unreachable";
  }
}

function keptHere(id: string): Full | null {
  const [entry, here] = [entryOf(id), catalogue.value];
  if (!entry || !here) return null;
  return { entry, calendar: here.calendar, state: openState(entry.rules, here.calendar, minuteNow.value) };
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
  return { entry, calendar: catalogue.peek()?.calendar ?? UNKNOWN, state: stateOf(shown.open) };
}

function stateOf(open: ServiceShown["open"]): OpenState | null {
  if (!open) return null;
  const minute = (at: string | null | undefined): number | null => (at ? civilMinute(Date.parse(at)) : null);
  const { state, sure, changes_at, opens_again_at, why } = open;
  return { state: state as OpenState["state"], sure, next: minute(changes_at), again: minute(opens_again_at), why };
}
