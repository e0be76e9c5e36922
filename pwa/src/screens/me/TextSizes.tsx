/** Three sizes of text, with a sentence to see what they do. */
import { type TextSize, textSize } from "../../data/prefs";
import { meWords } from "../../i18n/me";

export function TextSizes() {
  const w = meWords.value;
  const sizes: { size: TextSize; name: string }[] = [
    { size: "std", name: w.std },
    { size: "large", name: w.big },
    { size: "xlarge", name: w.xlarge },
  ];
  return (
    <section class="card stack">
      <div class="between">
        <h2>{w.large}</h2>
        <span class="small muted">{w.atOnce}</span>
      </div>
      <div class="seg" role="group" aria-label={w.textSize}>
        {sizes.map(({ size, name }) => (
          <button
            key={size}
            type="button"
            class={`size size--${size}`}
            aria-pressed={textSize.value === size}
            onClick={() => {
              textSize.value = size;
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <p class="card card--line sample">{w.sample}</p>
    </section>
  );
}
