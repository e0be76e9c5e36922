import { History } from "./History";

export default function OrganizationHistory() {
  return <History noun="organizations" letter="o" />;
}
