import type { Need } from "../../components/release/evidence/need.ts";
import { apiNeed } from "../../components/release/evidence/predicates/api-description.ts";
import { benchmarkNeed } from "../../components/release/evidence/predicates/benchmark.ts";
import { bundleNeed } from "../../components/release/evidence/predicates/bundle-size.ts";
import { changelogNeed } from "../../components/release/evidence/predicates/changelog.ts";
import { auditNeeds } from "../../components/release/evidence/predicates/dependency-audit.ts";
import { documentationNeed } from "../../components/release/evidence/predicates/documentation.ts";
import { k6Needs } from "../../components/release/evidence/predicates/k6-summary.ts";
import { releaseNeeds } from "../../components/release/evidence/predicates/release.ts";
import { type Review, reviewNeed } from "../../components/release/evidence/predicates/review.ts";
import { sourceNeed } from "../../components/release/evidence/predicates/source-revision.ts";
import { testNeeds } from "../../components/release/evidence/predicates/test-result.ts";
import { scanNeeds } from "../../components/release/evidence/predicates/vulnerabilities.ts";
import { Unusable } from "../preview/failure.ts";
import type { MakeArguments } from "./arguments.ts";
import { benchmark } from "./sources/benchmark.ts";
import { bundleSize } from "./sources/bundle-size.ts";
import { changelog } from "./sources/changelog.ts";
import { documentation } from "./sources/documentation.ts";
import { lintResult } from "./sources/eslint.ts";
import { reviewOf, sourceRevision } from "./sources/git.ts";
import { testResult } from "./sources/junit.ts";
import { k6Summary } from "./sources/k6.ts";
import { dependencyAudit } from "./sources/npm-audit.ts";
import { apiDescription } from "./sources/openapi.ts";
import { packageRelease } from "./sources/package-release.ts";
import { readReview, withConfiguration } from "./sources/review.ts";
import { scan } from "./sources/scan.ts";
import { readWaivers } from "./sources/waivers.ts";

/** What a predicate is the evidence for. */
export interface Finding {
  readonly need: Need;
  readonly predicate: unknown;
}

/** Reads everything that the command line names. */
export function collect(args: MakeArguments): readonly Finding[] {
  return [
    ...tests(args),
    ...review(args),
    ...documents(args),
    ...performance(args),
    ...security(args),
    ...source(args),
  ];
}

function* tests({ tests, lint }: MakeArguments): Generator<Finding> {
  for (const [suite, files] of Map.groupBy(tests, ([name]) => name)) {
    const reports = files.map(([, file]) => file);
    yield ofSome(testNeeds, testResult(suite, reports));
  }
  if (lint.length > 0) yield ofSome(testNeeds, lintResult(lint));
}

function* review(args: MakeArguments): Generator<Finding> {
  const { review, configuration } = args;
  if (review === undefined) {
    if (configuration === undefined) return;
    throw new Unusable("--configuration is what reviewers saw: give --review as well");
  }
  const read = review === "git" ? fromTrailers(args) : readReview(review);
  const predicate = configuration === undefined ? read : withConfiguration(read, configuration);
  yield { need: reviewNeed, predicate };
}

function fromTrailers({ ref, repository }: MakeArguments): Review {
  if (ref === undefined)
    throw new Unusable("--review git reads the commit that --ref names: give it");
  return reviewOf(repository, sourceRevision(repository, ref).commit);
}

function* documents(args: MakeArguments): Generator<Finding> {
  const { documentation: changed, noDocumentation, openapi } = args;
  if (changed.length > 0 || noDocumentation !== undefined) {
    yield { need: documentationNeed, predicate: documentation(changed, noDocumentation) };
  }
  if (args.changelog !== undefined) {
    if (args.version === undefined) {
      throw new Unusable("--changelog is searched for the version of the release: give --version");
    }
    yield { need: changelogNeed, predicate: changelog(args.changelog, args.version) };
  }
  if (openapi !== undefined) yield { need: apiNeed, predicate: apiDescription(openapi) };
}

function* performance(args: MakeArguments): Generator<Finding> {
  for (const [script, file] of args.k6) {
    const breakingPoint = script === "stress" ? args.breakingPoint : undefined;
    yield ofSome(k6Needs, k6Summary(script, file, breakingPoint));
  }
  if (args.bundle !== undefined) yield { need: bundleNeed, predicate: bundleSize(args.bundle) };
  if (args.benchmark !== undefined) {
    yield { need: benchmarkNeed, predicate: benchmark(args.benchmark) };
  }
}

function* security(args: MakeArguments): Generator<Finding> {
  const waivers = readWaivers(args.waivers);
  for (const [application, file] of args.audits) {
    yield { need: about(auditNeeds, application), predicate: dependencyAudit(file, waivers) };
  }
  for (const [image, file] of args.scans) {
    const digest = args.images[image];
    if (digest === undefined) {
      throw new Unusable(`--scan ${image} is of one image: give --image ${image}=sha256:…`);
    }
    const predicate = scan(file, { digest, waivers, database: args.scanDatabase });
    yield { need: about(scanNeeds, image), predicate };
  }
}

function* source({ ref, repository, packages }: MakeArguments): Generator<Finding> {
  if (ref !== undefined) yield { need: sourceNeed, predicate: sourceRevision(repository, ref) };
  for (const [application, file] of packages) {
    yield { need: about(releaseNeeds, application), predicate: packageRelease(file) };
  }
}

/** The need that a predicate says it is for. */
function ofSome(needs: readonly Need[], predicate: unknown): Finding {
  return { need: only(needs.filter((need) => need.isIt(predicate))), predicate };
}

/** The need of those that are each about one image. */
function about(needs: readonly Need[], image: string): Need {
  return only(needs.filter(({ images }) => images.some((name) => name === image)));
}

function only([need, ...more]: readonly Need[]): Need {
  if (!need || more.length > 0) throw new Error("a predicate is for exactly one need");
  return need;
}
