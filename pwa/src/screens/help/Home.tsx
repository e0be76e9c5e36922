import { Screen } from "../../components/Screen";

export default function Home() {
  return (
    <Screen title="求助" tab="help">
      <h1>求助</h1>
    </Screen>
  );
}
