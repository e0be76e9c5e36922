import { Screen } from "../../components/Screen";

export default function Search() {
  return (
    <Screen title="服务" tab="services">
      <h1>服务</h1>
    </Screen>
  );
}
