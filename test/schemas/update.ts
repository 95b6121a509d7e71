/*
 * Makes the schemas again from the packages that sources.ts pins. Only whoever changes those pins needs this: it
 * runs `python3` with pip, and `go`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import {
  type Bundle,
  type CustomResourceDefinition,
  type Schema,
  trimCustomResources,
  trimDefinitions,
} from "./trim.ts";
import { type CustomApi, controllerGen, customApis, enumerations, kubernetes } from "./sources.ts";

const scratch = mkdtempSync(join(tmpdir(), "taskflow-schemas-"));
try {
  write(`kubernetes-${kubernetes.release.replace(/\.\d+$/, "")}.json`, kubernetesBundle());
  write("custom-resources.json", customBundle());
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function kubernetesBundle(): Bundle {
  const folder = join(scratch, "kubernetes");
  const requirements = join(scratch, "requirements.txt");
  const { package: name, version, sha256, release } = kubernetes;
  writeFileSync(requirements, `${name}==${version} --hash=sha256:${sha256}\n`);
  run(scratch, "python3", [
    ...["-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "--only-binary=:all:"],
    ...["--target", folder, "--requirement", requirements],
  ]);
  const { $defs } = JSON.parse(readFileSync(join(folder, kubernetes.definitions), "utf8")) as {
    $defs: Record<string, Schema>;
  };
  return {
    provenance: { package: name, version, sha256, release },
    ...trimDefinitions($defs, kubernetes.kinds, enumerations),
  };
}

function customBundle(): Bundle {
  const definitions = customApis.flatMap((api, index) =>
    customResourceDefinitions(api, join(scratch, `api-${index}`)),
  );
  return {
    provenance: {
      generator: `${controllerGen.module} ${controllerGen.version}`,
      modules: customApis.map(({ module, version, sum }) => ({ module, version, sum })),
    },
    ...trimCustomResources(
      definitions,
      customApis.flatMap(({ kinds }) => kinds),
    ),
  };
}

/** Runs controller-gen over the types of one Go module, in a module of its own so that no other changes the versions. */
function customResourceDefinitions(api: CustomApi, folder: string): CustomResourceDefinition[] {
  mkdirSync(folder);
  writeFileSync(join(folder, "go.mod"), "module schemas\n\ngo 1.26\n");
  run(folder, "go", ["get", "-tool", `${controllerGen.command}@${controllerGen.version}`]);
  run(folder, "go", ["get", `${api.package}@${api.version}`]);
  const sums = readFileSync(join(folder, "go.sum"), "utf8").split("\n");
  for (const { module, version, sum } of [api, controllerGen]) {
    if (!sums.includes(`${module} ${version} ${sum}`)) {
      throw new Error(`${module} ${version} does not have the checksum ${sum}.`);
    }
  }
  run(folder, "go", [
    ...["tool", "controller-gen"],
    "crd:maxDescLen=0,allowDangerousTypes=true",
    `paths=${api.package}`,
    "output:crd:dir=out",
  ]);
  return readdirSync(join(folder, "out")).map(
    (file) => parse(readFileSync(join(folder, "out", file), "utf8")) as CustomResourceDefinition,
  );
}

function run(cwd: string, command: string, args: readonly string[]): void {
  execFileSync(command, args, { cwd, stdio: ["ignore", "inherit", "inherit"] });
}

/** One definition a line, so that a change of versions can be read. */
function write(file: string, { provenance, kinds, $defs }: Bundle): void {
  const lines = Object.entries($defs).map(
    ([name, schema]) => `    ${JSON.stringify(name)}: ${JSON.stringify(schema)}`,
  );
  const kindLines = Object.entries(kinds).map(
    ([kind, name]) => `    ${JSON.stringify(kind)}: ${JSON.stringify(name)}`,
  );
  const text = `{
  "provenance": ${JSON.stringify(provenance, null, 2).replaceAll("\n", "\n  ")},
  "kinds": {
${kindLines.join(",\n")}
  },
  "$defs": {
${lines.join(",\n")}
  }
}
`;
  writeFileSync(join(import.meta.dirname, file), text);
}
