/** Whoever is signed in as staff; others go to the desk's door, and come back. Without a network, whoever was signed in still is; and
 *  a household that has the phone is not disturbed when the session ends. */
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { me } from "../../data/session";
import { round } from "../../data/visits";
import { handedTo } from "./hands";

export function useStaff(): boolean {
  const { route, url } = useLocation();
  const isStaff = me.value?.kind === "staff" || (handedTo.value !== "" && round.value !== null);
  useEffect(() => {
    if (!isStaff) route(`/desk/sign-in?to=${encodeURIComponent(url)}`, true);
  }, [isStaff]);
  return isStaff;
}
