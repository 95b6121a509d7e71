import { gzipSync } from "node:zlib";
import type { Document } from "./document.ts";

/** Bytes of one variable. Source: `MAX_ARG_STRLEN` of Linux is 128 KiB, its name and the byte at its end included. */
const LIMIT = 127 * 1024;

/**
 * Documents as the archive is handed them, one JSON document a line, compressed, in Base64, in as many portions as it
 * takes.
 *
 * @throws Error when one does not fit alone.
 */
export function portions(documents: readonly Document[], limit = LIMIT): string[] {
  if (documents.length === 0) return [];
  const all = packed(documents);
  if (all.length <= limit) return [all];
  if (documents.length === 1) {
    throw new Error(`The record ${documents[0]?.id ?? ""} is too large for the archive.`);
  }
  const half = Math.ceil(documents.length / 2);
  return [...portions(documents.slice(0, half), limit), ...portions(documents.slice(half), limit)];
}

function packed(documents: readonly Document[]): string {
  const lines = documents.map((document) => `${JSON.stringify(document)}\n`);
  return gzipSync(lines.join("")).toString("base64");
}
