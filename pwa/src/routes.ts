/** Every address of the app and its screen. The first load holds the shell and the services' home; all else is fetched
 *  when it is first opened. */
import type { AnyComponent } from "preact";

import { screen } from "./lazy";
import { Start } from "./screens/services/Start";

type AddressedScreen = { path: string; component: AnyComponent };

export const routes: AddressedScreen[] = [
  { path: "/", component: Start },
  { path: "/search", component: Start }, // the same screen: a word half typed survives the step
  { path: "/welcome", component: screen(() => import("./screens/services/choose/Welcome")) },
  { path: "/welcome/tree", component: screen(() => import("./screens/services/choose/Tree")) },
  { path: "/saved", component: screen(() => import("./screens/services/Saved")) },
  { path: "/s/:id", component: screen(() => import("./screens/services/one/Detail")) },

  { path: "/help", component: screen(() => import("./screens/help/Home")) },
  { path: "/help/new", component: screen(() => import("./screens/help/New")) },
  { path: "/help/sent/:id", component: screen(() => import("./screens/help/Sent")) },
  { path: "/help/lookup", component: screen(() => import("./screens/help/Lookup")) },
  { path: "/help/r/:id", component: screen(() => import("./screens/help/Timeline")) },

  { path: "/survey", component: screen(() => import("./screens/survey/Home")) },
  { path: "/survey/start", component: screen(() => import("./screens/survey/Start")) },
  { path: "/survey/code", component: screen(() => import("./screens/survey/Code")) },
  { path: "/survey/answer", component: screen(() => import("./screens/survey/Answer")) },
  { path: "/survey/thanks", component: screen(() => import("./screens/survey/Thanks")) },
  { path: "/number", component: screen(() => import("./screens/survey/Number")) },
  { path: "/rates", component: screen(() => import("./screens/rates/Rates")) },

  { path: "/me", component: screen(() => import("./screens/me/Me")) },
  { path: "/me/privacy", component: screen(() => import("./screens/me/Privacy")) },
  { path: "/me/places", component: screen(() => import("./screens/me/Places")) },
  { path: "/me/about", component: screen(() => import("./screens/me/About")) },
  { path: "/me/sessions", component: screen(() => import("./screens/me/Sessions")) },
  { path: "/me/feedback", component: screen(() => import("./screens/me/Feedback")) },
  { path: "/sign-in", component: screen(() => import("./screens/me/SignIn")) },

  { path: "/desk", component: screen(() => import("./desk/Queue")) },
  { path: "/desk/r/:id", component: screen(() => import("./desk/Request")) },
  { path: "/desk/tasks", component: screen(() => import("./desk/tasks/Tasks")) },
  { path: "/desk/surveys/:id/letters", component: screen(() => import("./desk/surveys/letters/Letters")) },
  { path: "/desk/surveys", component: screen(() => import("./desk/surveys/List")) },
  { path: "/desk/surveys/:id", component: screen(() => import("./desk/surveys/Wave")) },
  { path: "/desk/surveys/:id/frame", component: screen(() => import("./desk/surveys/Frame")) },
  { path: "/desk/surveys/:id/plan", component: screen(() => import("./desk/surveys/Plan")) },
  { path: "/desk/people", component: screen(() => import("./desk/people/People")) },
  { path: "/desk/invited", component: screen(() => import("./desk/people/Invited")) },
  { path: "/desk/sign-in", component: screen(() => import("./desk/SignIn")) },
  { path: "/desk/visits", component: screen(() => import("./desk/visits/Round")) },
  { path: "/desk/visits/d/:id", component: screen(() => import("./desk/visits/AtDoor")) },
  { path: "/desk/visits/enter", component: screen(() => import("./desk/visits/Enter")) },
  { path: "/desk/practice", component: screen(() => import("./desk/practice/Practice")) },
  { path: "/desk/intake", component: screen(() => import("./desk/intake/Intake")) },
  { path: "/desk/surveys/:id/results", component: screen(() => import("./desk/surveys/results/Results")) },
  { path: "/desk/number", component: screen(() => import("./desk/number/Number")) },
  { path: "/desk/number/report/:division", component: screen(() => import("./desk/number/Report")) },
  { path: "/desk/more", component: screen(() => import("./desk/More")) },
  { path: "/desk/firms", component: screen(() => import("./desk/firms/Firms")) },
  { path: "/firm", component: screen(() => import("./desk/firms/Firm")) },
  { path: "/desk/figures", component: screen(() => import("./desk/figures/Figures")) },
  { path: "/desk/figures/forecast", component: screen(() => import("./desk/figures/Forecast")) },
  { path: "/desk/figures/list", component: screen(() => import("./desk/figures/Behind")) },
  { path: "/desk/rules", component: screen(() => import("./desk/rules/Rules")) },
  { path: "/desk/estates", component: screen(() => import("./desk/estates/Estates")) },
  { path: "/desk/roster", component: screen(() => import("./desk/roster/Roster")) },
  { path: "/desk/keys", component: screen(() => import("./desk/programs/Programs")) },
  { path: "/desk/surveys/:id/questions", component: screen(() => import("./desk/surveys/questions/Questions")) },
  { path: "/desk/directory", component: screen(() => import("./desk/directory/Services")) },
  { path: "/desk/directory/organizations", component: screen(() => import("./desk/directory/Organizations")) },
  { path: "/desk/directory/locations", component: screen(() => import("./desk/directory/Locations")) },
  { path: "/desk/directory/closures", component: screen(() => import("./desk/directory/closures/Closures")) },
  { path: "/desk/directory/certificates", component: screen(() => import("./desk/directory/certificates/Certificates")) },
  { path: "/desk/directory/proposals", component: screen(() => import("./desk/directory/proposals/Proposals")) },
  { path: "/provider", component: screen(() => import("./desk/directory/provider/Provider")) },
  { path: "/desk/directory/posters", component: screen(() => import("./desk/directory/Posters")) },
  { path: "/desk/directory/sheets", component: screen(() => import("./desk/directory/sheets/Sheets")) },
  { path: "/desk/directory/words", component: screen(() => import("./desk/directory/Words")) },
  { path: "/desk/directory/mistakes", component: screen(() => import("./desk/directory/Mistakes")) },
  { path: "/desk/directory/s/:id", component: screen(() => import("./desk/directory/ServiceEdit")) },
  { path: "/desk/directory/s/:id/history", component: screen(() => import("./desk/directory/ServiceHistory")) },
  { path: "/desk/directory/o/:id", component: screen(() => import("./desk/directory/OrganizationEdit")) },
  { path: "/desk/directory/o/:id/history", component: screen(() => import("./desk/directory/OrganizationHistory")) },
  { path: "/desk/directory/l/:id", component: screen(() => import("./desk/directory/LocationEdit")) },
  { path: "/desk/directory/l/:id/history", component: screen(() => import("./desk/directory/LocationHistory")) },
];

export const NotFound = screen(() => import("./screens/services/NotFound"));
