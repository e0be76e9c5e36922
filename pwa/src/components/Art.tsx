/** Our own drawings, in five classes and one line weight, so that dark mode costs nothing. Decoration only. */

/** One house, one lit door, somebody at home. */
export function HouseArt() {
  return (
    <svg class="art" viewBox="0 0 180 120" aria-hidden="true">
      <ellipse cx="90" cy="110" rx="80" ry="7" class="a-mist"/>
      <path class="a-wall a-edge" d="M54 110V52l36-32 36 32v58z"/>
      <path class="a-roof" d="M44 57l46-42 46 42-6 6-40-37-40 37z"/>
      <path class="a-lamp" d="M76 110V82a14 14 0 0 1 28 0v28z"/>
      <circle cx="99" cy="96" r="2" class="a-roof"/>
      <path class="a-line" d="M140 110V86m0 8c-9-2-11-11-9-16 7 1 11 8 9 16zm0-2c8-2 10-9 9-14-7 1-10 7-9 14z"/>
      <path class="a-line" d="M22 110c0-9 6-14 13-14s13 5 13 14M28 97l-3-8 7 4h6l7-4-3 8M48 108c6 0 8-4 7-9"/>
    </svg>
  );
}

/** A letter that waits on a line. */
export function LineArt() {
  return (
    <svg class="art" viewBox="0 0 180 120" aria-hidden="true">
      <ellipse cx="90" cy="110" rx="80" ry="7" class="a-mist"/>
      <path class="a-line" d="M30 110V30M150 110V30M20 40h20M140 40h20"/>
      <path class="a-line" d="M30 36c18 14 32 18 46 19M150 36c-18 14-32 18-46 19"/>
      <path class="a-lamp" d="M66 60l52-14-18 40-10-14z"/>
      <path class="a-wall a-edge" d="M118 46L90 72l-4 16 8-12z"/>
      <path class="a-line" d="M62 92c4-3 8-3 12 0M52 82c10-8 24-9 34-2" opacity=".45"/>
    </svg>
  );
}

/** Two neighbours and the bow between them. */
export function RowArt() {
  return (
    <svg class="art" viewBox="0 0 180 120" aria-hidden="true">
      <ellipse cx="90" cy="110" rx="80" ry="7" class="a-mist"/>
      <path class="a-wall a-edge" d="M22 110V58l30-28 30 28v52zM98 110V58l30-28 30 28v52z"/>
      <path class="a-roof" d="M14 62l38-36 38 36-6 6-32-31-32 31zM90 62l38-36 38 36-6 6-32-31-32 31z"/>
      <path class="a-lamp" d="M40 110V86a12 12 0 0 1 24 0v24zM116 110V86a12 12 0 0 1 24 0v24z"/>
      <path class="a-line" d="M64 16c12-10 40-10 52 0" stroke-dasharray="1 7"/>
    </svg>
  );
}
