/** The code of a letter out of a picture of it, where the browser can read such pictures. */

type Detector = { detect(picture: ImageBitmap): Promise<{ rawValue: string }[]> };
type Detectors = { BarcodeDetector?: new (options: { formats: string[] }) => Detector };

/** What stands in the picture; null if nothing can be read. */
export async function readPicture(file: File): Promise<string | null> {
  const { BarcodeDetector } = globalThis as Detectors;
  if (!BarcodeDetector) return null;
  try {
    const [found] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(file));
    return found?.rawValue ?? null;
  } catch {
    return null; // no picture
  }
}

export const canScan = (): boolean => (globalThis as Detectors).BarcodeDetector !== undefined;
