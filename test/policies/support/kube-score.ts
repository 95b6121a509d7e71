import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const MODULE = "github.com/zegl/kube-score/cmd/kube-score";
/** The newest. */
const VERSION = "v1.20.0";

/** What kube-score says of one object. */
export interface Score {
  /** Kind and name. */
  readonly object: string;
  readonly check: string;
  readonly grade: "critical" | "warning";
  readonly comments: readonly string[];
}

/** The program, built once for each version, or why it is not there. */
export function kubeScore(cache: string): { readonly path: string } | { readonly missing: string } {
  const folder = join(cache, `kube-score-${VERSION}`);
  const path = join(folder, "kube-score");
  if (existsSync(path)) return { path };
  if (spawnSync("go", ["version"]).status !== 0) return { missing: "Go is not installed" };
  const { status, stderr } = spawnSync(
    "go",
    ["install", "-trimpath", "-ldflags=-s -w", `${MODULE}@${VERSION}`],
    {
      env: { ...process.env, GOBIN: folder, CGO_ENABLED: "0" },
      encoding: "utf8",
      timeout: 300_000,
    },
  );
  if (status === 0) return { path };
  return { missing: `it could not be built: ${stderr.trimEnd().split("\n").at(-1) ?? ""}` };
}

interface Scored {
  readonly object_name: string;
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string; readonly namespace?: string };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
  }[];
}

const CRITICAL = 1;
const WARNING = 5;

/** What is critical or worth a warning in manifests, as documents of YAML, and how many checks were made. */
export function score(
  path: string,
  manifests: string,
): { readonly scores: readonly Score[]; readonly objects: number; readonly checks: number } {
  const { stdout, stderr } = spawnSync(path, ["score", "--output-format", "json", "-"], {
    input: manifests,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (!stdout.startsWith("[")) throw new Error(`kube-score cannot read them: ${stderr}`);
  const objects = JSON.parse(stdout) as readonly Scored[];
  const made = objects.flatMap(({ checks, type_meta: { kind }, object_meta: { name } }) =>
    checks
      .filter(({ skipped }) => !skipped)
      .map(({ check, grade, comments }) => ({
        object: `${kind}/${name.replace(/-[0-9a-f]{8}$/, "")}`,
        check: check.id,
        grade,
        comments: (comments ?? []).map((one) => [one.path, one.summary].filter(Boolean).join(": ")),
      })),
  );
  const scores = made.flatMap(({ grade, ...rest }): Score[] =>
    grade <= CRITICAL
      ? [{ ...rest, grade: "critical" }]
      : grade <= WARNING
        ? [{ ...rest, grade: "warning" }]
        : [],
  );
  return { scores, objects: objects.length, checks: made.length };
}
