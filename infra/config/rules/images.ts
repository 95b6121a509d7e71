import { catalogue, ownImages } from "../../../components/kubernetes/images.ts";
import { nearest } from "../nearest.ts";
import { type Problem, howToRemove, howToSet, keyOf, problem } from "../problem.ts";
import { EXAMPLE_DIGEST } from "../schema/release.ts";
import { rule } from "./rule.ts";

/** The tags that the recipes in images/ suggest. */
const EXAMPLES = {
  postgres: `registry.example.com/taskflow/postgres:15.20-1@${EXAMPLE_DIGEST}`,
  pgbouncer: `registry.example.com/taskflow/pgbouncer:1.18.0-1@${EXAMPLE_DIGEST}`,
};

/** Nobody publishes the images that are built from `images/`: each stack says where its own are. */
export const ownImagesNamed = rule(["images"], [], ({ images }) =>
  ownImages
    .filter((name) => !Object.hasOwn(images.overrides, name))
    .map((name) =>
      problem(
        ["images", "overrides", name],
        `is missing; the image is built from images/ and pushed to a registry of your own`,
        EXAMPLES[name],
      ),
    ),
);

const KNOWN = [...Object.keys(catalogue), ...ownImages];

/** An override of an image that there is not replaces nothing, and nobody notices. */
export const overridesKnown = rule(["images"], [], ({ images }) =>
  Object.entries(images.overrides)
    .filter(([name]) => !KNOWN.includes(name))
    .map(([name, reference]): Problem => {
      const path = ["images", "overrides", name];
      const near = nearest(name, KNOWN);
      return near === undefined
        ? {
            key: keyOf(path),
            message: `is not an image of the catalogue; it has ${KNOWN.join(", ")}`,
            example: howToRemove(path),
          }
        : {
            key: keyOf(path),
            message: `is not an image of the catalogue; the nearest one is ${near}`,
            example: howToSet(["images", "overrides", near], reference),
          };
    }),
);

/** The chart and the images of cert-manager are released together, and tested together only. */
export const certManagerOfOneVersion = rule(
  ["images", "certManager"],
  [],
  ({ images, certManager }) => {
    if (certManager.type !== "chart") return [];
    const { version } = certManager;
    return Object.entries(catalogue)
      .filter(([name]) => name.startsWith("cert-manager-"))
      .map(([name, { tag }]) => [name, overriddenTag(images.overrides[name]) ?? tag] as const)
      .filter(([, tag]) => tag !== version)
      .slice(0, 1)
      .map(([name, tag]) =>
        problem(
          ["certManager", "version"],
          `is ${version}, but the image ${name} is ${tag}; they change together`,
          tag,
        ),
      );
  },
);

function overriddenTag(reference: string | undefined): string | undefined {
  return reference && /:([^:@/]+)@/.exec(reference)?.[1];
}

/** Another major version cannot read the volume: the server would not start. */
export const postgresMajor = rule(["images", "database"], [], ({ images, database }) => {
  const reference = images.overrides["postgres"];
  if (database.type !== "bundled" || reference === undefined) return [];
  const tag = reference.slice(reference.lastIndexOf(":", reference.indexOf("@")) + 1);
  const major = `${String(database.version)}.`;
  if (tag.startsWith(major)) return [];
  return [
    problem(
      ["images", "overrides", "postgres"],
      `is ${reference}; its tag must begin with ${major}, because database.version is ${String(database.version)}`,
      EXAMPLES.postgres,
    ),
  ];
});
