/** The frame of the desk: rail on a desk, tabs on a phone, and nobody in it who is not staff. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Icon } from "../components/Icon";
import { me, signOut } from "../data/session";
import { deskWords } from "../i18n/desk";
import "../style/desk.css";
import "../style/timeline.css";
import "../style/photos.css";
import "./desk.css";

export function Frame({ title, count, children }: { title: string; count?: number | undefined; children: ComponentChildren }) {
  const w = deskWords.value;
  const { route, url } = useLocation();
  const staff = me.value?.kind === "staff";
  useEffect(() => {
    document.title = `${title} · ${w.desk}`;
    document.body.classList.add("desk");
    return () => document.body.classList.remove("desk");
  }, [title, w.desk]);
  useEffect(() => {
    if (!staff) route(`/desk/sign-in`, true);
  }, [staff, url]);
  if (!staff) return null;
  return (
    <>
      <div class="desk__frame">
        <Rail count={count} />
        <main class="desk__main">{children}</main>
      </div>
      <DeskTabs count={count} />
    </>
  );
}

function Rail({ count }: { count?: number | undefined }) {
  const w = deskWords.value;
  const { route } = useLocation();
  const leave = async (): Promise<void> => {
    await signOut();
    route("/desk/sign-in", true);
  };
  return (
    <nav class="rail" aria-label={w.desk}>
      <div class="rail__brand">
        <img src="/icons/icon.svg" alt="" width="32" height="32" />
        <span>{w.brand}<small>{w.desk}</small></span>
      </div>
      <a href="/desk" aria-current="page"><Icon name="tray" weight="fill" />{w.queue}<Count of={count} /></a>
      <a href="/number"><Icon name="chart-bar-horizontal" />{w.satisfaction}</a>
      <a href="/"><Icon name="storefront" />{w.resident}</a>
      <div class="rail__foot">
        <b>{me.value?.name}</b>
        <p class="muted">{me.value?.rights.map((right) => right.division_name).join("，")}</p>
        <button type="button" class="textbtn" onClick={() => void leave()}>{w.signOut}</button>
      </div>
    </nav>
  );
}

function DeskTabs({ count }: { count?: number | undefined }) {
  const w = deskWords.value;
  return (
    <nav class="tabs desk__tabs" aria-label={w.desk}>
      <ul>
        <li><a href="/desk" aria-current="page"><Icon name="tray" weight="fill" />{w.queueShort}<Count of={count} /></a></li>
        <li><a href="/number"><Icon name="chart-bar-horizontal" />{w.satisfaction}</a></li>
        <li><a href="/"><Icon name="storefront" />{w.resident}</a></li>
        <li><a href="/me"><Icon name="user" />{w.more}</a></li>
      </ul>
    </nav>
  );
}

function Count({ of }: { of?: number | undefined }) {
  return of ? <span class="count">{of}</span> : null;
}
