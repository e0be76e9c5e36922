import { History } from "./History";

export default function LocationHistory() {
  return <History noun="locations" letter="l" />;
}
