import { Screen } from "../../components/Screen";

export default function NotFound() {
  return (
    <Screen title="服务" tab="services">
      <h1>服务</h1>
    </Screen>
  );
}
