/** Roofs over the lake, some windows lit: the foot of the home screen's header. */
export function Roofs() {
  return (
    <svg class="hero__roofs" viewBox="0 0 390 84" preserveAspectRatio="xMidYMax slice" fill="currentColor" aria-hidden="true">
      <rect x="-14" y="26" width="52" height="64" rx="2" />
      <path d="M44 59L71 44L98 59V62H94V90H48V62H44z" />
      <path d="M107 90V58h2V90z" />
      <circle cx="108" cy="58" r="13" />
      <rect x="124" y="12" width="62" height="78" rx="2" />
      <path d="M190 55L221 40L252 55V58H248V90H194V58H190z" />
      <path d="M261 90V62h2V90z" />
      <circle cx="262" cy="62" r="10" />
      <path d="M276 65L300 50L324 65V68H320V90H280V68H276z" />
      <rect x="330" y="18" width="74" height="72" rx="2" />
      <path class="hero__dark" d="M-6 36h7v9h-7zM24 36h7v9h-7zM-6 53h7v9h-7zM9 53h7v9h-7zM24 53h7v9h-7zM-6 70h7v9h-7zM9 70h7v9h-7zM24 70h7v9h-7zM75 69h7v9h-7zM132 22h7v9h-7zM147 22h7v9h-7zM132 39h7v9h-7zM147 39h7v9h-7zM162 39h7v9h-7zM132 56h7v9h-7zM162 56h7v9h-7zM132 73h7v9h-7zM147 73h7v9h-7zM162 73h7v9h-7zM209 65h7v9h-7zM225 65h7v9h-7zM304 75h7v9h-7zM338 28h7v9h-7zM368 28h7v9h-7zM383 28h7v9h-7zM338 45h7v9h-7zM353 45h7v9h-7zM368 45h7v9h-7zM383 45h7v9h-7zM353 62h7v9h-7zM368 62h7v9h-7zM383 62h7v9h-7z" />
      <path class="a-lamp" d="M9 36h7v9h-7zM59 69h7v9h-7zM162 22h7v9h-7zM147 56h7v9h-7zM288 75h7v9h-7zM353 28h7v9h-7zM338 62h7v9h-7z" />
    </svg>
  );
}
