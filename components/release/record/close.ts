import { lastWords, runTemplate, type TemplatePlace } from "../gates/template.ts";
import { ARCHIVE_VARIABLE } from "../../database/names.ts";
import type { Document } from "./document.ts";
import { portions } from "./portions.ts";
import { type Attempt, expired } from "./settle.ts";
import type { RecordStore } from "./store.ts";

/** Attempts that are over, with what is to be kept of them. */
export interface Closed {
  readonly attempt: Pick<Attempt, "id" | "entries">;
  readonly document: Document;
}

/**
 * Puts records into the archive, and then in the place of their entries. What is interrupted is done again by the next:
 * entries go last.
 *
 * @throws Error when they could not be archived.
 */
export async function close(
  store: RecordStore,
  archive: TemplatePlace,
  closed: readonly Closed[],
  progress: (line: string) => void,
): Promise<void> {
  for (const portion of portions(closed.map(({ document }) => document))) {
    const run = await runTemplate(archive, {
      reporters: [],
      env: { [ARCHIVE_VARIABLE]: portion },
      progress,
    });
    if (!run.succeeded) {
      const said = lastWords(run, archive.cronJob).join(" | ");
      throw new Error([run.why, said && `It said last: ${said}`].filter(Boolean).join(". "));
    }
  }
  for (const { document } of closed) {
    const { id, version } = document;
    await store.add({
      name: `release-${id}`,
      kind: "document",
      attempt: id,
      version,
      content: document,
    });
  }
  const ids = new Set(closed.map(({ attempt }) => attempt.id));
  const entries = await store.all("entry");
  await store.remove(entries.filter(({ attempt }) => ids.has(attempt)).map(({ name }) => name));
  await expire(store);
}

/** Removes the records that are no longer kept in the cluster, with their signatures. */
async function expire(store: RecordStore): Promise<void> {
  const documents = await store.all("document");
  const gone = new Set(expired(documents.map(({ attempt }) => attempt)));
  if (gone.size === 0) return;
  const all = [...documents, ...(await store.all("signature"))];
  await store.remove(all.filter(({ attempt }) => gone.has(attempt)).map(({ name }) => name));
}
