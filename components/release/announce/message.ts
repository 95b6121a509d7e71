import type { Release } from "./input.ts";

/** Who reads an announcement. */
export type Audience = "operators" | "everybody";

/** What is said of a release. */
export interface Message {
  readonly title: string;
  readonly text: string;
  /** Every address in it. */
  readonly links: readonly string[];
}

/** Longer notes are cut: channels refuse what is longer than some thousand characters. */
const NOTES = 2500;

/** The announcement. Those who run it are also told where to look and whom to call. */
export function messageFor(release: Release, audience: Audience): Message {
  const { environment, version, urls, changelog, notes, operations } = release;
  const where = environment === "production" ? "" : ` (${environment})`;
  const { runbook, dashboards, onCall, onCallSchedule } = operations;
  const lines: (readonly [string, string | undefined, isLink?: boolean])[] = [
    ...urls.map((url) => ["Site", url, true] as const),
    ["What has changed", changelog, true],
    ...(audience === "operators"
      ? ([
          ["Dashboards", dashboards, true],
          ["Runbook", runbook, true],
          ["On call", onCall],
          ["Rotation", onCallSchedule, true],
        ] as const)
      : []),
  ];
  const said = lines.flatMap(([what, value, isLink]) =>
    value === undefined
      ? []
      : [{ line: `${what}: ${value}`, link: isLink === true ? value : undefined }],
  );
  return {
    title: `TaskFlow ${version} is released${where}`,
    text: [...said.map(({ line }) => line), ...(notes === undefined ? [] : ["", cut(notes)])].join(
      "\n",
    ),
    links: said.flatMap(({ link }) => link ?? []),
  };
}

function cut(notes: string): string {
  return notes.length > NOTES ? `${notes.slice(0, NOTES)}…` : notes;
}
