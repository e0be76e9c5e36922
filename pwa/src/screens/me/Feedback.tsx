import { Screen } from "../../components/Screen";

export default function Feedback() {
  return (
    <Screen title="我的" tab="me">
      <h1>我的</h1>
    </Screen>
  );
}
