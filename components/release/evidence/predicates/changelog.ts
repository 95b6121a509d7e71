import * as z from "zod/mini";
import { IMAGE_NAMES } from "../images.ts";
import { type Judgement, judgement, need } from "../need.ts";
import { count, words } from "../shape.ts";
import { numberOf } from "../version.ts";
import { counted, quoted } from "../words.ts";
import { own } from "./own.ts";

export const CHANGELOG = own("changelog");

/** What the changelog says about one version. */
export const changelog = z.object({
  /** Line of the file: `## [1.0.0] - 2026-11-27`. */
  heading: words,
  /** Lines below it that say something. */
  entries: count,
  /** These lines, as they are announced. */
  text: z.exactOptional(z.string()),
});

export type Changelog = z.infer<typeof changelog>;

export const changelogNeed = need({
  name: "changelog of this version",
  predicateType: CHANGELOG,
  schema: changelog,
  images: IMAGE_NAMES,
  option: "--changelog CHANGELOG.md",
  items: { "code.8": (given, { version }) => tellsOf(given, version) },
});

/** Whether a line is the heading of exactly this version, as keepachangelog.com and release-please write it. */
export function isHeadingOf(line: string, version: string): boolean {
  const [, found] = /^#{1,6}\s+\[?v?(\d[^\s\]()]*)\]?(?:\s|\(|$)/.exec(line) ?? [];
  return found === numberOf(version);
}

function tellsOf({ heading, entries }: Changelog, version: string): Judgement {
  return judgement(`${heading}: ${counted(entries, "line")}`, [
    !isHeadingOf(heading, version) && {
      problem: `The changelog's heading ${quoted(heading)} is not of ${version}.`,
      fix: `Write a heading \`## ${numberOf(version)}\`.`,
    },
    entries === 0 && {
      problem: `The changelog says nothing about ${version}.`,
      fix: "Write what changes for those who use it.",
    },
  ]);
}
