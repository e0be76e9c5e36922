/** One PUT of exact bytes, with its progress. By XMLHttpRequest, for `fetch` does not say how much has left the phone. */
import { lang } from "../i18n";
import { CLIENT, type Problem, Unreachable } from "./api";
import { answered, unanswered } from "./network";

const PATIENCE_MS = 30_000;
const SLOWEST_BYTES_PER_MS = 4; // a village's 2G: a photo of 300 kB gets 105 s

export type Parcel = { path: string; type: string; bytes: ArrayBuffer; key: string | null };
export type Reply = { status: number; type: string | null; retryAfter: string | null; body: unknown };

/** Sends the bytes as they are and gives the server's reply, whatever it says. Throws Unreachable when there was none:
 *  the bytes may have arrived all the same. `onProgress` is told the bytes that have left. */
export async function upload({ path, type, bytes, key }: Parcel, onProgress: (sent: number) => void): Promise<Reply> {
  const digest = await digestOf(bytes);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", path);
    request.timeout = PATIENCE_MS + bytes.byteLength / SLOWEST_BYTES_PER_MS;
    request.setRequestHeader("Content-Type", type);
    request.setRequestHeader("Accept-Language", lang.peek() === "en" ? "en" : "zh-CN,en;q=0.5");
    request.setRequestHeader("Linli-Client", CLIENT);
    if (key) request.setRequestHeader("Linli-Key", key);
    if (digest) request.setRequestHeader("Content-Digest", `sha-256=:${digest}:`);
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      answered();
      resolve(replyOf(request));
    };
    request.onerror = request.ontimeout = request.onabort = (event) => {
      unanswered();
      reject(new Unreachable(event.type));
    };
    request.send(bytes);
  });
}

/** What the server refused, in words for the resident; the status alone when it did not say more. */
export function problemOf({ status, body }: Reply): Problem {
  return { type: "about:blank", title: "", status, ...(typeof body === "object" ? body : null) };
}

/** SHA-256 in base64, so that the server can tell bytes that were cut on the way. Null on a page without https. */
async function digestOf(bytes: ArrayBuffer): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...hash));
}

function replyOf(request: XMLHttpRequest): Reply {
  const type = request.getResponseHeader("Content-Type");
  const retryAfter = request.getResponseHeader("Retry-After");
  return { status: request.status, type, retryAfter, body: parsed(request.responseText) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
