/** The top of a tab's own screen: its name, and nothing to go back to. */
import "./TitleBar.css";

export function TitleBar({ title }: { title: string }) {
  return (
    <header class="topbar titlebar">
      <h1>{title}</h1>
    </header>
  );
}
