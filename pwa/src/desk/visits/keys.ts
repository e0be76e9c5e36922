/** A sheet typed in with the digits: a digit chooses, Enter goes on to the next question, Delete takes an answer back. */

const BOXES = "fieldset.answers, .howmany, .field > textarea";
const CHOICES = "input, button.ranked__add, button[data-to^='add-']";

/** Whether the key was one of ours. `clear` is told the question whose answer goes. */
export function onKey(event: KeyboardEvent, clear: (question: string) => void): boolean {
  const at = event.target as HTMLElement;
  const question = at.closest<HTMLElement>("[data-question]");
  if (!question) return false;
  const isWriting = at.matches("textarea, input:not([type=radio], [type=checkbox])");
  if (event.key === "Enter" && !at.matches("textarea, button")) return goOn(at);
  if (isWriting) return false;
  if (event.key === "Delete" || event.key === "Backspace") {
    clear(question.dataset.question ?? "");
    return true;
  }
  return /^[0-9]$/.test(event.key) && choose(at, Number(event.key) || 10);
}

/** The nth of the choices; where only one can be chosen, the next question follows at once. */
function choose(at: HTMLElement, nth: number): boolean {
  const choice = at.closest("fieldset")?.querySelectorAll<HTMLElement>(CHOICES)[nth - 1];
  if (!choice) return false;
  choice.click();
  if (choice.matches("[type=radio]")) setTimeout(() => goOn(choice)); // what follows from this answer is there then
  return true;
}

function goOn(at: HTMLElement): boolean {
  const form = at.closest("form");
  const boxes = [...(form?.querySelectorAll<HTMLElement>(BOXES) ?? [])];
  const here = boxes.findIndex((box) => box.contains(at));
  const next = boxes[here + 1];
  const target = next ? firstIn(next) : form?.querySelector<HTMLElement>("button[type=submit]");
  target?.focus();
  target?.closest("[data-question]")?.scrollIntoView({ block: "nearest" });
  return true;
}

/** Where one begins to answer. */
export function firstIn(box: HTMLElement): HTMLElement | null {
  return box.matches("textarea") ? box : box.querySelector<HTMLElement>("input:checked, input, button");
}
