import { List } from "./List";

export default function Organizations() {
  return <List noun="organizations" />;
}
