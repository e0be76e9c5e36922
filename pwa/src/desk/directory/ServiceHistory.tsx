import { History } from "./History";

export default function ServiceHistory() {
  return <History noun="services" letter="s" />;
}
