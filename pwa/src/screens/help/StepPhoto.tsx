/** First step: a photo, or straight to the words. Nothing is asked of who has no photo. */
import { Banner } from "../../components/Banner";
import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { city } from "../../data/city";
import { MOST_PHOTOS } from "../../data/photos";
import { helpWords } from "../../i18n/help";
import { DangerLine } from "./DangerLine";
import { LocalPhoto } from "./Photo";
import { usePickers } from "./PickPhotos";
import { keepAgain, removeTile, takeIn, type Tile, tiles, tooMany } from "./tiles";

export function StepPhoto({ onWords }: { onWords: () => void }) {
  const w = helpWords.value;
  const [open, inputs] = usePickers(takeIn);
  const shown = tiles.value;
  const firstFull = shown.findIndex((tile) => tile.state === "full");
  const kept = shown.filter((tile) => tile.state === "kept").length;
  return (
    <>
      {firstFull < 0 && <DangerLine />}
      {firstFull >= 0 && <Banner kind="bad" lead={w.fullLead(firstFull + 1)}>{w.fullText}</Banner>}
      <h1>
        <span class="vh">{w.stepOf(1)}</span>
        {firstFull < 0 ? w.photoTitle : w.fullTitle}
      </h1>
      {firstFull < 0 && (
        <div class="either">
          <button type="button" onClick={open.camera}>
            <Icon name="camera" weight="duotone" />
            <b>{w.takePhoto}</b>
            <span>{w.takePhotoHint}</span>
          </button>
          <button type="button" onClick={onWords}>
            <Icon name="pencil-simple-line" weight="duotone" />
            <b>{w.writeOnly}</b>
            <span>{w.writeOnlyHint}</span>
          </button>
        </div>
      )}
      {inputs}
      <ul class="photos">
        {shown.map((tile, index) => <OneTile key={tile.key} tile={tile} n={index + 1} />)}
        {shown.length < MOST_PHOTOS && (
          <li>
            <button type="button" class="addphoto" onClick={open.album}>
              <Icon name="images" />
              {w.album}
            </button>
          </li>
        )}
      </ul>
      <p class="error" role="status" hidden={tooMany.value === 0}>{tooMany.value > 0 && w.sixAtMost(tooMany.value)}</p>
      {firstFull >= 0 ? <WhenFull onWords={onWords} /> : <Hints kept={kept} />}
    </>
  );
}

function OneTile({ tile, n }: { tile: Tile; n: number }) {
  const w = helpWords.value;
  const isTrouble = tile.state === "bad" || tile.state === "full";
  return (
    <li class={isTrouble ? "addphoto addphoto--bad" : "photo"}>
      {tile.thumb && <LocalPhoto bytes={tile.thumb} alt={w.photo(n)} />}
      {tile.state === "busy" && <span class="skel photo__skel" role="status" aria-label={w.photoBusy(n)} />}
      {isTrouble && (
        <>
          <Icon name="image-broken" />
          <span role="status">{w.photoTrouble[tile.state === "full" ? "full" : (tile.why ?? "broken")]}</span>
        </>
      )}
      {tile.state !== "busy" && (
        <button type="button" class="photo__x" aria-label={w.removePhoto(n)} onClick={() => void removeTile(tile)}>
          <span>
            <Icon name="x" weight="bold" size="s" />
          </span>
        </button>
      )}
    </li>
  );
}

function Hints({ kept }: { kept: number }) {
  const w = helpWords.value;
  return (
    <>
      <p class="small muted">{kept > 0 && w.photoCount(kept)}{w.photoShrunk}</p>
      <div class="banner">
        <Icon name="user-focus" />
        <span>{w.photoFaces}</span>
      </div>
    </>
  );
}

function WhenFull({ onWords }: { onWords: () => void }) {
  const w = helpWords.value;
  return (
    <section class="card card--flush rows">
      <Row icon={<Icon name="arrow-clockwise" />} title={w.fullAgain} sub={w.fullAgainHint} onClick={() => void keepAgain()} />
      <Row icon={<Icon name="pencil-simple-line" />} title={w.fullWithout} onClick={onWords} />
      <Row icon={<Icon name="phone" />} title={w.fullCall(city.hotline)} sub={w.fullCallHint} href={`tel:${city.hotline}`} />
    </section>
  );
}
