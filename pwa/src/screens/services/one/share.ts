/** Give a service to somebody: by the phone's own sheet, else its link on the clipboard. */
import { say } from "../../../components/Toast";
import { servicesWords } from "../../../i18n/services";

export async function share({ id, name, phone }: { id: string; name: string; phone: string }): Promise<void> {
  const url = `${location.origin}/s/${id}`;
  const text = phone ? `${name} ${phone}` : name;
  if (typeof navigator.share === "function") {
    await navigator.share({ title: name, text, url }).catch(() => {}); // thought better of it
    return;
  }
  if (await copy(`${text} ${url}`)) say(servicesWords.value.copied);
}

/** Old WebViews have no clipboard of their own; there the old command does it. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
