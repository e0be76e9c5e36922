/** The way to one's favourites, once there are any. */
import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { favourites } from "../../data/favourites";
import { servicesWords } from "../../i18n/services";

export function SavedRow() {
  const w = servicesWords.value;
  const count = favourites.value.length;
  if (!count) return null;
  return <Row href="/saved" icon={<Icon name="star" weight="fill" />} title={w.saved} value={w.found(count)} card />;
}
