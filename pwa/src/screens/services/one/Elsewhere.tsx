/** A service that was sent by somebody: it lies elsewhere, and looking at it changes nothing of one's own community. */
import { Icon } from "../../../components/Icon";
import { Row } from "../../../components/Row";
import { catalogue, entryOf } from "../../../data/catalogue";
import { nameOf, place } from "../../../data/place";
import { detailWords } from "../../../i18n/detail";
import type { Full } from "./full";

export function Elsewhere({ full }: { full: Full }) {
  const w = detailWords.value;
  const here = place.value;
  if (!here) {
    return <Row href="/" icon={<Icon name="house-line" />} title={w.elsewhereHome} sub={w.elsewhereHomeHint} card />;
  }
  if (!catalogue.value || entryOf(full.entry.id) || !full.where) return null;
  return (
    <p class="small muted">
      {w.elsewhere(full.where)}。{w.elsewhereHint(nameOf(here))}
    </p>
  );
}
