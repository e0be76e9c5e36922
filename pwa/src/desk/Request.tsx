import { Screen } from "../components/Screen";

export default function Request() {
  return (
    <Screen title="工作台" tab="me">
      <h1>工作台</h1>
    </Screen>
  );
}
