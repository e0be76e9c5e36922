import { Screen } from "../../components/Screen";

export default function Thanks() {
  return (
    <Screen title="调查" tab="survey">
      <h1>调查</h1>
    </Screen>
  );
}
