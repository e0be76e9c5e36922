/** The shell around every screen: ribbon, the screen of the address, the prompt for a new version, toasts. */
import { LocationProvider, Route, Router } from "preact-iso";

import { DemoRibbon } from "./components/DemoRibbon";
import { Toasts } from "./components/Toast";
import { UpdatePrompt } from "./components/UpdatePrompt";
import { useDepth } from "./history";
import { NotFound, routes } from "./routes";

export function App() {
  return (
    <LocationProvider>
      <DemoRibbon />
      <Screens />
      <UpdatePrompt />
      <Toasts />
    </LocationProvider>
  );
}

function Screens() {
  useDepth();
  return (
    <Router onRouteChange={focusTitle}>
      {routes.map(({ path, component }) => (
        <Route path={path} component={component} />
      ))}
      <Route default component={NotFound} />
    </Router>
  );
}

/** A new page begins at its title, for the keyboard and for whoever listens. */
function focusTitle(): void {
  const title = document.querySelector<HTMLElement>("h1");
  if (!title || document.activeElement?.matches("input, textarea, select")) return; // somebody is typing
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
}
