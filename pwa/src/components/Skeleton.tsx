/** Grey shapes in place of rows that are on their way. */
import { commonWords } from "../i18n/common";

export function SkeletonRows({ rows = 4 }: { rows?: number }) {
  return (
    <div class="card card--flush rows skeleton" role="status" aria-busy="true" aria-label={commonWords.value.loading}>
      {Array.from({ length: rows }, (_, index) => (
        <div class="row" key={index}>
          <span class="skel skel--door" />
          <span class="row__body stack stack--s">
            <span class="skel skel--title" />
            <span class="skel skel--sub" />
          </span>
        </div>
      ))}
    </div>
  );
}
