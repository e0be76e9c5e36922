/** The address "/": the services around you, or, where nobody has chosen a community yet, the question where you live. */
import { Screen } from "../../components/Screen";

export function Start() {
  return (
    <Screen title="服务" tab="services">
      <h1>服务</h1>
    </Screen>
  );
}
