import { List } from "./List";

export default function Locations() {
  return <List noun="locations" />;
}
