/** The same question, for whoever does not know how to write the name: district, then street or town, then community. */
import "../../../style/start.css";

import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";

import { Banner } from "../../../components/Banner";
import { Icon } from "../../../components/Icon";
import { Screen } from "../../../components/Screen";
import { SkeletonRows } from "../../../components/Skeleton";
import { TopBar } from "../../../components/TopBar";
import { city } from "../../../data/city";
import { childrenOf, type Division } from "../../../data/divisions";
import { nameOf } from "../../../data/place";
import { servicesWords } from "../../../i18n/services";
import { CommunityChoices } from "./CommunityChoices";
import { EnterBar } from "./EnterBar";

export default function Tree() {
  const w = servicesWords.value;
  const open = useLocation().query.open ?? "";
  return (
    <Screen title={w.byTree} top={<TopBar title={w.byTree} up="/welcome" />} bar={<EnterBar />}>
      <h1>{w.whereDoYouLive}</h1>
      <p class="small muted">{w.treeHint}</p>
      <div class="card card--flush tree">
        <Branch parent={city.code} open={open} />
      </div>
      <p class="small muted">
        {w.unsure} <a href={`tel:${city.hotline}`}>{city.hotline}</a>
        {w.fullStop}
      </p>
    </Screen>
  );
}

/** What lies below one division: branches again, or communities to choose from. */
function Branch({ parent, open, name = "" }: { parent: string; open: string; name?: string }) {
  const w = servicesWords.value;
  const items = useSignal<Division[] | null>(null);
  const failed = useSignal(false);

  useEffect(() => {
    childrenOf(parent).then(
      (found) => {
        items.value = found;
      },
      () => {
        failed.value = true;
      },
    );
  }, [parent]);

  if (failed.value) {
    return (
      <Banner kind="offline" lead={w.noNetworkYet}>
        {w.chooseNeedsNetwork}
      </Banner>
    );
  }
  if (!items.value) return <SkeletonRows rows={3} />;
  if (items.value[0]?.level === "community") {
    return <CommunityChoices legend={w.communitiesOf(name)} items={items.value} />;
  }
  return (
    <ul class="rows">
      {items.value.map((item) => (
        <li key={item.code}>
          <Twig item={item} open={open} />
        </li>
      ))}
    </ul>
  );
}

/** A district or a street that opens. `open` is the code of the one to show at once. */
function Twig({ item, open }: { item: Division; open: string }) {
  const w = servicesWords.value;
  const isAbove = open.startsWith(item.code.slice(0, item.level === "district" ? 6 : 9));
  const opened = useSignal(open !== "" && isAbove);
  return (
    <>
      <button type="button" class="row" aria-expanded={opened.value} onClick={() => (opened.value = !opened.value)}>
        <Icon name={opened.value ? "caret-down-bold" : "caret-right-bold"} />
        <span class="row__body">
          <b>{nameOf(item)}</b>
          <span class="row__sub num">{item.level === "district" ? w.streetsBelow(item.children) : w.communitiesBelow(item.children)}</span>
        </span>
      </button>
      {opened.value && (
        <div class="tree__below">
          <Branch parent={item.code} open={open} name={nameOf(item)} />
        </div>
      )}
    </>
  );
}
