import { Screen } from "../../components/Screen";

export default function Places() {
  return (
    <Screen title="我的" tab="me">
      <h1>我的</h1>
    </Screen>
  );
}
