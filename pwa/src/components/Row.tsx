/** A row of a list that leads somewhere: icon, title, second line, value. The whole row is the target. */
import type { ComponentChildren } from "preact";

import { Icon } from "./Icon";

type RowProps = {
  href?: string;
  onClick?: () => void;
  icon?: ComponentChildren;
  title: ComponentChildren;
  sub?: ComponentChildren;
  value?: ComponentChildren;
  card?: boolean; // stands alone
  apart?: boolean; // a page that is not of the app
};

export function Row({ href, onClick, icon, title, sub, value, card = false, apart = false }: RowProps) {
  const inside = (
    <>
      {icon}
      <span class="row__body">
        <span class={sub ? "row__title" : "row__plain"}>{title}</span>
        {sub && <span class="row__sub">{sub}</span>}
      </span>
      {value && <span class="row__val">{value}</span>}
      <Icon name="caret-right" weight="bold" />
    </>
  );
  const look = card ? "card row" : "row";
  if (href) return <a class={look} href={href} target={apart ? "_blank" : undefined}>{inside}</a>;
  return <button type="button" class={look} onClick={onClick}>{inside}</button>;
}
