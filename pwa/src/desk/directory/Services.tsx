import { List } from "./List";

export default function Services() {
  return <List noun="services" />;
}
