/** A sheet of paper for each community's door: its QR code opens the app there. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Icon } from "../../components/Icon";
import { SkeletonRows } from "../../components/Skeleton";
import { childrenOf, type Division, findDivision } from "../../data/divisions";
import { nameOf } from "../../data/place";
import { me } from "../../data/session";
import { directoryWords } from "../../i18n/directory";
import { Frame } from "../Frame";
import { Sections } from "./Sections";

export default function Posters() {
  const { posters: w, edit, sections } = directoryWords.value;
  const { query } = useLocation();
  const own = me.value?.rights.flatMap(({ division }) => (division ? [division] : [])) ?? [];
  const asked = query.in ? [query.in] : own;
  const items = useSignal<readonly Division[] | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    items.value = null;
    Promise.all(asked.map(below)).then(
      (found) => (items.value = found.flat()),
      () => (failed.value = true),
    );
  }, [asked.join()]);
  return (
    <Frame title={sections.posters} at="directory">
      <div class="desk__head">
        <h1>{sections.label}</h1>
      </div>
      <Sections />
      <p class="muted">{w.hint}</p>
      {failed.value && <Banner kind="bad">{edit.failed}</Banner>}
      {!items.value && !failed.value && <SkeletonRows rows={5} />}
      <div class="card card--flush rows">
        {items.value?.map((division) => (
          <a key={division.code} class="row" href={addressOf(division)} target={isCommunity(division) ? "_blank" : undefined}>
            <span class="row__body"><span class="row__title">{nameOf(division)}</span></span>
            <Icon name={isCommunity(division) ? "qr-code" : "caret-right"} />
          </a>
        ))}
      </div>
    </Frame>
  );
}

const isCommunity = ({ level }: Division): boolean => level === "community";

const addressOf = (division: Division): string =>
  isCommunity(division) ? `/poster/${division.code}` : `/desk/directory/posters?in=${division.code}`;

/** The division itself if it is a community, else what lies directly below. */
async function below(code: string): Promise<Division[]> {
  const division = await findDivision(code);
  return isCommunity(division) ? [division] : childrenOf(code);
}
