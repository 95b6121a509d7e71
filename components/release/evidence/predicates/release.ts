import * as z from "zod/mini";
import { type Judgement, type Need, judgement, need } from "../need.ts";
import { words } from "../shape.ts";
import { quoted } from "../words.ts";
import { numberOf } from "../version.ts";

/** https://github.com/in-toto/attestation/blob/main/spec/predicates/release.md */
export const RELEASE = "https://in-toto.io/attestation/release/v0.2";

export const release = z.object({
  /** Package URL: `pkg:npm/taskflow-backend@1.0.0`. */
  purl: words,
});

export type Release = z.infer<typeof release>;

const APPLICATIONS = ["backend", "frontend"] as const;

export const releaseNeeds: readonly Need[] = APPLICATIONS.map((application) =>
  need({
    name: `release of the ${application}'s package`,
    predicateType: RELEASE,
    schema: release,
    images: [application],
    option: `--package ${application}=package.json`,
    items: { "step1.2": (given, { version }) => ofVersion(application, given, version) },
  }),
);

function ofVersion(application: string, { purl }: Release, version: string): Judgement {
  const [, found = "none"] = /^pkg:npm\/[^@?#]+@([^@?#]+)$/.exec(purl) ?? [];
  return judgement(`${application}: ${purl}`, [
    found !== numberOf(version) && {
      problem: `The ${application}'s package is ${quoted(purl)}, not of version ${numberOf(version)}.`,
      fix: `Run \`npm version ${numberOf(version)}\` in its folder.`,
    },
  ]);
}
