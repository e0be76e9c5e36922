/** The service as the resident will see it, at the width of a phone: the resident's own screen, made of the form. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { type Calendar, readCalendar, UNKNOWN } from "../../data/calendar";
import { answer, api, send } from "../../data/api";
import type { Entry, Fragment, Spot } from "../../data/fragments";
import { openState } from "../../data/hours";
import { levelOf } from "../../data/place";
import { directoryWords } from "../../i18n/directory";
import { DetailBody } from "../../screens/services/one/Detail";
import { minuteNow } from "../../screens/services/now";
import type { ServiceForm } from "./kinds";
import { SERVICE } from "./kinds";
import { locationOf, organizationOf } from "./names";

export function Preview({ id, form }: { id: string; form: ServiceForm }) {
  const w = directoryWords.value.edit;
  const calendar = useCalendar(form.areas[0] ?? form.owner);
  const entry = entryOfForm(id, form);
  const still = (event: Event): void => {
    if (!(event.target as Element).closest("a, button")) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section class="preview" aria-label={w.preview}>
      <p class="preview__head small muted">{w.previewHint}</p>
      <div class="preview__phone" onClickCapture={still}>
        <div class="page">
          <DetailBody full={{ entry, calendar, state: openState(entry.rules, calendar, minuteNow.value) }} heading="h2" />
        </div>
      </div>
    </section>
  );
}

/** The form as an entry of the catalogue. */
export function entryOfForm(id: string, form: ServiceForm): Entry {
  const { body } = SERVICE.write(form);
  const provider = organizationOf(body.organization ?? "");
  const { name, description, eligibility, documents, application, fee_note, wait, accessibility } = body;
  return {
    id,
    division: body.areas[0] ?? "",
    level: levelOf(body.areas[0] ?? ""),
    category: body.category,
    texts: { name: name || directoryWords.value.edit.unnamed, description, eligibility, documents, application, fee_note, wait, accessibility },
    english: body.texts.en ?? {},
    pinyin: body.pinyin,
    aka: body.aka,
    provider: { name: provider?.name ?? "", kind: provider?.kind ?? "", phone: provider?.phone ?? "", certificate: "" },
    phone: body.phone,
    fee: body.fee,
    audience: body.audience,
    languages: body.languages,
    homeVisit: body.home_visit,
    status: body.status,
    verifiedOn: body.verified_on ?? "",
    spots: body.locations.map(locationOf).filter((place) => place !== null) as Spot[],
    rules: body.hours,
  };
}

let known: Promise<Calendar> | null = null;

/** The holidays that residents' phones know: in the fragment of the city. */
function useCalendar(division: string): Calendar {
  const calendar = useSignal(UNKNOWN);
  useEffect(() => {
    if (!division) return;
    known ??= read(division);
    known.then((read) => (calendar.value = read)).catch(() => (known = null));
  }, [division]);
  return calendar.value;
}

async function read(division: string): Promise<Calendar> {
  const { fragments } = await answer(api.GET("/api/catalogue/{code}", { params: { path: { code: division } } }));
  const city = fragments[0];
  if (!city) return UNKNOWN;
  const { calendar } = (await (await send(`/api/catalogue/${city.code}/${city.version}`)).json()) as Fragment;
  return calendar ? readCalendar(calendar) : UNKNOWN;
}
