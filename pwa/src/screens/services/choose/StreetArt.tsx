/** Three houses in a row, one lit: the first screen. */
export function StreetArt() {
  return (
    <svg class="art" viewBox="0 0 240 150" width="184" aria-hidden="true">
      <ellipse cx="120" cy="140" rx="112" ry="8" class="a-mist"/>
      <path class="a-wall a-edge" d="M28 140V70l34-34 34 34v70z"/>
      <path class="a-roof" d="M20 74l42-43 42 43-6 6-36-37-36 37z"/>
      <path class="a-wall a-edge" d="M164 140V78l26-28 26 28v62z"/>
      <path class="a-roof" d="M156 82l34-36 34 36-6 6-28-30-28 30z"/>
      <path class="a-wall a-edge" d="M96 140V56l34-34 34 34v84z"/>
      <path class="a-roof" d="M88 60l42-43 42 43-6 6-36-37-36 37z"/>
      <path class="a-roof" d="M50 140v-30a12 12 0 0 1 24 0v30z"/>
      <path class="a-lamp" d="M117 140v-36a13 13 0 0 1 26 0v36z"/>
      <path class="a-roof" d="M180 140v-24a10 10 0 0 1 20 0v24z"/>
      <circle cx="138" cy="124" r="2" class="a-roof"/>
      <rect x="121" y="62" width="18" height="16" rx="2" class="a-lamp"/>
      <path d="M130 62v16M121 70h18" class="a-pane"/>
      <rect x="54" y="76" width="16" height="14" rx="2" class="a-mist"/>
      <rect x="183" y="88" width="14" height="12" rx="2" class="a-mist"/>
      <path class="a-leaf" d="M12 140c-8-14 0-30 6-36 6 8 12 22 4 36zM226 140c-6-10 0-22 5-27 5 6 9 17 3 27z"/>
    </svg>
  );
}
