import { createHash } from "node:crypto";
import { type Review, review } from "../../../components/release/evidence/predicates/review.ts";
import { expect, readJson, readText } from "../files.ts";

/** A review that the forge or a person wrote down. */
export function readReview(file: string): Review {
  const { commit, authors, approvers } = expect(file, "review", review, readJson(file));
  return { commit, authors, approvers };
}

/** A review by people who had the difference of the rendered configuration before them. */
export function withConfiguration(given: Review, file: string): Review {
  const sha256 = createHash("sha256").update(readText(file)).digest("hex");
  return { ...given, configuration: { digest: { sha256 } } };
}
