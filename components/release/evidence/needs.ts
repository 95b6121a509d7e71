import type { Need } from "./need.ts";
import { apiNeed } from "./predicates/api-description.ts";
import { benchmarkNeed } from "./predicates/benchmark.ts";
import { bundleNeed } from "./predicates/bundle-size.ts";
import { changelogNeed } from "./predicates/changelog.ts";
import { auditNeeds } from "./predicates/dependency-audit.ts";
import { documentationNeed } from "./predicates/documentation.ts";
import { k6Needs } from "./predicates/k6-summary.ts";
import { releaseNeeds } from "./predicates/release.ts";
import { reviewNeed } from "./predicates/review.ts";
import { sourceNeed } from "./predicates/source-revision.ts";
import { testNeeds } from "./predicates/test-result.ts";
import { scanNeeds } from "./predicates/vulnerabilities.ts";

/** Everything that a release has to prove. */
export const needs: readonly Need[] = [
  ...testNeeds,
  reviewNeed,
  documentationNeed,
  changelogNeed,
  ...k6Needs,
  bundleNeed,
  ...auditNeeds,
  ...scanNeeds,
  benchmarkNeed,
  apiNeed,
  sourceNeed,
  ...releaseNeeds,
];

/** Ids of the checklist that evidence decides. */
export const EVIDENCE_ITEMS: readonly string[] = [...new Set(needs.flatMap(({ items }) => items))];
