/** Photos: a small one from this phone's own copy, and those that only the server has, which need a key to be fetched. */
import { useEffect, useMemo, useState } from "preact/hooks";

import { addressOf } from "../../data/photos";
import { photoBytes } from "../../data/requests";

/** An <img> of bytes that lie here. */
export function LocalPhoto({ bytes, alt }: { bytes: ArrayBuffer; alt: string }) {
  const address = useMemo(() => addressOf(bytes), [bytes]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return <img src={address} alt={alt} />;
}

type RemoteProps = { request: string; photo: string; size: 400 | 1600; alt: string; lost?: string };

/** A photo that the server has; `lost` is said in its place when it cannot be had now. */
export function RemotePhoto({ request, photo, size, alt, lost }: RemoteProps) {
  const [address, setAddress] = useState<string | null>(null);
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    let made: string | null = null;
    let isGone = false;
    photoBytes(request, photo, size).then(
      (bytes) => {
        if (isGone) return;
        made = addressOf(bytes);
        setAddress(made);
      },
      () => setLost(true),
    );
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [request, photo, size]);
  if (address) return <img src={address} alt={alt} />;
  if (isLost && lost) return <p class="photo__lost">{lost}</p>;
  return alt ? <span class="skel photo__skel" role="img" aria-label={alt} /> : <span class="skel photo__skel" />;
}
