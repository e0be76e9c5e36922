/** One IndexedDB for everything kept on this phone. Each store's rows are typed by the module that owns them:
 *
 *      declare module "./db" { interface Rows { outbox: Unsent } }
 *
 *  Photos are kept as ArrayBuffer, never as Blob or File: those go bad on iOS. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** The type of a row, by store. */
export interface Rows {}

type Row<K extends string> = K extends keyof Rows ? Rows[K] : unknown;

export interface Shelf extends DBSchema {
  kv: { key: string; value: unknown }; // single values by name
  fragments: { key: string; value: Row<"fragments"> }; // of the catalogue, by division
  drafts: { key: string; value: Row<"drafts"> }; // by id
  outbox: { key: string; value: Row<"outbox">; indexes: { madeAt: number } }; // by id; sent in the order of madeAt
  photos: { key: string; value: Row<"photos">; indexes: { owner: string } }; // by id; owner: a draft or an unsent thing
  mine: { key: string; value: Row<"mine"> }; // requests made on this phone, by id, with their keys
  answers: { key: string; value: Row<"answers"> }; // of surveys, by wave
  favourites: { key: string; value: Row<"favourites"> }; // services, by id
  pages: { key: string; value: Row<"pages"> }; // answers of the API as last seen, by path
}

const NAME = "linli";
const VERSION = 2;
let opening: Promise<IDBPDatabase<Shelf>> | null = null;

/** The database. A page of an older version takes a newer database as it is (upgrades only add), so that what its
 *  resident wrote can still be kept. */
export function shelf(): Promise<IDBPDatabase<Shelf>> {
  opening ??= open(VERSION)
    .catch((error: DOMException) => {
      if (error.name === "VersionError") return open(undefined);
      throw error;
    })
    .catch((error: unknown) => {
      opening = null;
      throw error;
    });
  return opening;
}

/** Do something with the database; once more on a new connection when the old one was cut (iOS does that to pages
 *  in the background). */
export async function withShelf<T>(work: (db: IDBPDatabase<Shelf>) => Promise<T>): Promise<T> {
  try {
    return await work(await shelf());
  } catch (error) {
    if (!(error instanceof DOMException) || !["UnknownError", "InvalidStateError"].includes(error.name)) throw error;
    opening = null;
    return work(await shelf());
  }
}

function open(version: number | undefined): Promise<IDBPDatabase<Shelf>> {
  return openDB<Shelf>(NAME, version, {
    upgrade(db, from) {
      if (from < 1) first(db);
      if (from < 2) db.createObjectStore("favourites", { keyPath: "id" });
    },
    blocking(_, __, event) {
      (event.target as IDBDatabase).close();
      opening = null;
    },
    terminated() {
      opening = null;
    },
  });
}

/** What there was from the start. */
function first(db: IDBPDatabase<Shelf>): void {
  db.createObjectStore("kv");
  db.createObjectStore("fragments", { keyPath: "code" });
  db.createObjectStore("drafts", { keyPath: "id" });
  db.createObjectStore("outbox", { keyPath: "id" }).createIndex("madeAt", "madeAt");
  db.createObjectStore("photos", { keyPath: "id" }).createIndex("owner", "owner");
  db.createObjectStore("mine", { keyPath: "id" });
  db.createObjectStore("answers", { keyPath: "id" });
  db.createObjectStore("pages", { keyPath: "path" });
}
