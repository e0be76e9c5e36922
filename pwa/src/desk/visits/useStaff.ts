/** Whoever is signed in as staff; others go to the desk's door, and come back. Without a network, whoever was signed in still is. */
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { me } from "../../data/session";

export function useStaff(): boolean {
  const { route, url } = useLocation();
  const isStaff = me.value?.kind === "staff";
  useEffect(() => {
    if (!isStaff) route(`/desk/sign-in?to=${encodeURIComponent(url)}`, true);
  }, [isStaff]);
  return isStaff;
}
