import { FILE_HEADERS_ONLY, createTwoFilesPatch } from "diff";

/** Files by path. */
export type Files = ReadonlyMap<string, string>;

/** Of each file so many changed lines, and so many files, are shown: the rest is in `git diff` after an update. */
const SHOWN_LINES = 30;
const SHOWN_FILES = 15;

/** What differs between the files that are kept and those that are rendered, for people; empty when nothing does. */
export function differences(kept: Files, rendered: Files): string {
  const changed = [...rendered].filter(([path, text]) => kept.has(path) && kept.get(path) !== text);
  const missing = [...rendered].filter(([path]) => !kept.has(path));
  const stale = [...kept.keys()].filter((path) => !rendered.has(path));
  if (changed.length + missing.length + stale.length === 0) return "";

  const blocks = [
    ...changed.map(([path, text]) => patch(path, kept.get(path) ?? "", text)),
    ...missing.map(([path]) => `new: ${path}`),
    ...stale.map((path) => `no longer rendered: ${path}`),
  ];
  const more = blocks.length - SHOWN_FILES;
  return [
    `${changed.length} changed, ${missing.length} new, ${stale.length} no longer rendered`,
    ...blocks.slice(0, SHOWN_FILES),
    ...(more > 0 ? [`… and ${more} more files`] : []),
  ].join("\n");
}

function patch(path: string, before: string, after: string): string {
  const lines = createTwoFilesPatch(path, path, before, after, "kept", "rendered", {
    context: 2,
    headerOptions: FILE_HEADERS_ONLY,
  })
    .trimEnd()
    .split("\n");
  const more = lines.length - SHOWN_LINES;
  return [...lines.slice(0, SHOWN_LINES), ...(more > 0 ? [`… ${more} more lines`] : [])].join("\n");
}
