import { join } from "node:path";
import { catalogue, imageReference, ownImages } from "../../../components/kubernetes/images.ts";
import type { Settings } from "../../../infra/config/index.ts";
import { VERSIONS } from "../../fixtures/taskflow/versions.ts";
import type { Setting } from "../deployment/project.ts";
import { type Image, type NamedImage, digestOf } from "../oci.ts";
import { publicBase } from "./bases/index.ts";
import { localStack } from "./local-stack.ts";
import { buildTarget } from "./recipe/build.ts";
import { upstreamImages } from "./upstream.ts";

const ROOT = join(import.meta.dirname, "../../..");
const OWN = join(ROOT, "images/postgres");
const TASKFLOW = join(ROOT, "test/fixtures/taskflow");

/** TaskFlow's programs, by the name that both the configuration and the recipe have for them. */
const PROGRAMS = ["backend", "frontend", "migrations"] as const;

/** What the local stack runs, made on this machine. */
export interface StackImages {
  readonly images: readonly NamedImage[];
  /** By name in the catalogue, and TaskFlow's programs in one release: `repository:tag@digest`. */
  readonly references: (version: string) => Readonly<Record<string, string>>;
  /** What has the local stack use them, with this release. */
  readonly settings: (version: string) => Setting[];
}

/** An image under its whole reference. */
interface Made {
  readonly reference: string;
  readonly image: Image;
}
type MadeByName = Readonly<Record<string, Made>>;

/** Makes what is not in the cache yet: every image of the local stack, in every release of TaskFlow. */
export async function stackImages(): Promise<StackImages> {
  const stack = localStack();
  const [own, upstream] = await Promise.all([ownMade(stack), upstreamMade(stack)]);
  const catalogued = { ...own, ...upstream };
  const releases: Record<string, MadeByName> = {};
  for (const version of Object.keys(VERSIONS)) releases[version] = await released(stack, version);
  const all = [catalogued, ...Object.values(releases)].flatMap((each) => Object.values(each));
  const programs = (version: string) => referencesOf(releases[version] ?? {});
  return {
    images: all.map(({ reference, image }) => ({ name: withoutTag(reference), image })),
    references: (version) => ({ ...referencesOf(catalogued), ...programs(version) }),
    settings: (version) => [
      { path: ["taskflow:images", "overrides"], value: referencesOf(catalogued) },
      { path: ["taskflow:release", "version"], value: version },
      ...Object.entries(programs(version)).map(([name, reference]) => ({
        path: ["taskflow:release", name, "digest"],
        value: reference.split("@")[1],
      })),
    ],
  };
}

/** Where configuration has them, with the digest that they have here. */
async function ownMade({ images }: Settings): Promise<MadeByName> {
  const made: Record<string, Made> = {};
  for (const name of ownImages) {
    const image = await buildTarget({ folder: OWN, base: publicBase }, name);
    const [tagged = ""] = images.overrides[name]?.split("@") ?? [];
    made[name] = { reference: `${tagged}@${digestOf(image)}`, image };
  }
  return made;
}

/** In the registry of TaskFlow's images, laid out as a mirror: upstream's has none with these digests. */
async function upstreamMade({ release }: Settings): Promise<MadeByName> {
  const [registry] = release.backend.repository.split("/");
  const made: Record<string, Made> = {};
  for (const { name, tag, image } of await upstreamImages()) {
    const { repository } = catalogue[name];
    const reference = imageReference({ repository, tag, digest: digestOf(image) }, registry);
    made[name] = { reference, image };
  }
  return made;
}

async function released({ release }: Settings, version: string): Promise<MadeByName> {
  const recipe = { folder: TASKFLOW, base: publicBase, args: { RELEASE: version } };
  const made: Record<string, Made> = {};
  for (const name of PROGRAMS) {
    const image = await buildTarget(recipe, name);
    const reference = `${release[name].repository}:${version}@${digestOf(image)}`;
    made[name] = { reference, image };
  }
  return made;
}

function referencesOf(made: MadeByName): Record<string, string> {
  return Object.fromEntries(Object.entries(made).map(([name, { reference }]) => [name, reference]));
}

/** The name that containerd looks for when a reference has both a tag and a digest. */
function withoutTag(reference: string): string {
  return reference.replace(/:[^:/@]+@/, "@");
}
