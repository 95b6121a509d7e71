import * as z from "zod/mini";
import type { Vulnerabilities } from "../../../components/release/evidence/predicates/vulnerabilities.ts";
import { Unusable } from "../../preview/failure.ts";
import { readJson } from "../files.ts";
import { grypeScan } from "./grype.ts";
import { trivyScan } from "./trivy.ts";
import type { Waivers } from "./waivers.ts";

/** What is known of a scan besides its report. */
export interface ScanContext {
  /** Digest of the image that the scan must be of. */
  readonly digest: string;
  readonly waivers: Waivers;
  /** File that says how old Trivy's data are. */
  readonly database: string | undefined;
}

/** Report of a scanner, whichever it is. */
export function scan(file: string, context: ScanContext): Vulnerabilities {
  const document = readJson(file);
  if (z.safeParse(z.object({ SchemaVersion: z.number() }), document).success) {
    return trivyScan(file, document, context);
  }
  if (z.safeParse(z.object({ matches: z.array(z.unknown()) }), document).success) {
    return grypeScan(file, document, context);
  }
  throw new Unusable(`${file}: is no report of \`trivy image --format json\` or \`grype -o json\``);
}

/** @throws Unusable when none of the names by which the scanner knows the image has the digest. */
export function requireDigest(file: string, names: readonly string[], digest: string): void {
  if (names.some((name) => name.endsWith(digest))) return;
  const of = names.length === 0 ? "no image by a name" : names.join(", ");
  throw new Unusable(`${file}: is a scan of ${of}; scan the image by its digest, ${digest}`);
}

/** One finding, with the waiver that there is for it. */
export function finding(id: string, method: string, score: string, waivers: Waivers) {
  const waiver = waivers.get(id);
  const severity = [{ method, score: score.toLowerCase() }];
  return { id, severity, ...(waiver && { annotations: [{ waiver }] }) };
}
