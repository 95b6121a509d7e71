import {
  type Changelog,
  isHeadingOf,
} from "../../../components/release/evidence/predicates/changelog.ts";
import { Unusable } from "../../preview/failure.ts";
import { readText } from "../files.ts";

/** What a changelog in Markdown says about a version. */
export function changelog(file: string, version: string): Changelog {
  const lines = readText(file).split(/\r?\n/);
  const at = lines.findIndex((line) => isHeadingOf(line, version));
  const heading = lines[at];
  if (heading === undefined) throw new Unusable(`${file}: has no heading of ${version}`);
  const below = lines.slice(at + 1);
  const next = below.findIndex((line) => isHeading(line) && level(line) <= level(heading));
  const section = next < 0 ? below : below.slice(0, next);
  const text = section.join("\n").trim();
  return { heading, entries: section.filter(saysSomething).length, text };
}

function isHeading(line: string): boolean {
  return /^#{1,6}\s/.test(line);
}

function level(heading: string): number {
  return heading.indexOf(" ");
}

/** Neither blank, nor a heading, nor the target of a link. */
function saysSomething(line: string): boolean {
  return line.trim() !== "" && !isHeading(line) && !/^\[[^\]]+\]:/.test(line);
}
