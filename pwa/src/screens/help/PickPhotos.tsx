/** Taking photos in: the camera, and the album. Two inputs with exactly `image/*`: in WeChat on Android `multiple` hides the
 *  camera or opens nothing, and odd lists of types break choosing. */
import { type RefObject } from "preact";
import { useRef } from "preact/hooks";

const isWeChatAndroid = /MicroMessenger/i.test(navigator.userAgent) && /Android/i.test(navigator.userAgent);

export type Pickers = { camera: () => void; album: () => void };

/** Gives two functions that open camera and album, and the inputs to put into the page. */
export function usePickers(onFiles: (files: File[]) => Promise<void>): [Pickers, preact.JSX.Element] {
  const camera = useRef<HTMLInputElement>(null);
  const album = useRef<HTMLInputElement>(null);

  async function take(event: preact.JSX.TargetedEvent<HTMLInputElement>) {
    const input = event.currentTarget;
    await onFiles([...(input.files ?? [])]);
    input.value = ""; // only now: emptying the input can take the files away
  }
  const hidden = (ref: RefObject<HTMLInputElement>, more: preact.JSX.IntrinsicElements["input"]) => (
    <input ref={ref} type="file" accept="image/*" hidden onChange={(event) => void take(event)} {...more} />
  );
  const inputs = (
    <>
      {hidden(camera, { capture: "environment", "data-source": "camera" } as preact.JSX.IntrinsicElements["input"])}
      {hidden(album, { multiple: !isWeChatAndroid, "data-source": "album" } as preact.JSX.IntrinsicElements["input"])}
    </>
  );
  return [{ camera: () => camera.current?.click(), album: () => album.current?.click() }, inputs];
}
