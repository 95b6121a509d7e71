import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Image, Layer } from "../../oci.ts";
import { type Copy, copyLayer, copyLayerFrom } from "./copy.ts";
import { type Instruction, assignments, expand, parseDockerfile } from "./dockerfile.ts";
import { runLayer } from "./run.ts";
import { changedSettings } from "./settings.ts";

/** A folder with a Dockerfile. */
export interface Recipe {
  readonly folder: string;
  /** Values of its ARGs. Default: none but its own. */
  readonly args?: Readonly<Record<string, string>>;
  /** Images that it does not make itself. */
  readonly base: (reference: string) => Promise<Image>;
}

interface Progress {
  readonly image: Image;
  readonly args: Readonly<Record<string, string>>;
}

/** Makes what a tool for containers would make of a stage. */
export async function buildTarget(recipe: Recipe, target: string): Promise<Image> {
  const stages = parseDockerfile(readFileSync(join(recipe.folder, "Dockerfile"), "utf8"));
  const build = async (name: string): Promise<Image> => {
    const stage = stages.find((each) => each.name === name);
    if (!stage) return recipe.base(name);
    let progress: Progress = { image: await build(stage.base), args: {} };
    for (const instruction of stage.instructions) progress = await follow(instruction, progress);
    return progress.image;
  };

  const follow = async (instruction: Instruction, { image, args }: Progress): Promise<Progress> => {
    const { keyword, text } = instruction;
    const { settings } = image;
    const changed = changedSettings(settings, instruction, args);
    if (changed) return { image: { ...image, settings: changed }, args };
    if (keyword === "ARG") {
      const own = assignments(text, args);
      const [name = ""] = text.split("=");
      const given = recipe.args?.[name];
      return { image, args: { ...args, ...own, ...(given !== undefined && { [name]: given }) } };
    }
    const layer = await layerOf(instruction, image, args);
    return { image: { ...image, layers: [...image.layers, layer] }, args };
  };

  const layerOf = async (
    { keyword, flags, text }: Instruction,
    image: Image,
    args: Progress["args"],
  ): Promise<Layer> => {
    if (keyword === "RUN") return runLayer(image, args, text);
    if (keyword !== "COPY") throw new Error(`${keyword} is not understood`);
    const copy = copyOf(expand(text, { ...args, ...image.settings.env }), flags, image);
    const { from } = flags;
    return from === undefined
      ? copyLayer(recipe.folder, copy)
      : copyLayerFrom(await build(from), copy);
  };

  return build(target);
}

function copyOf(text: string, { chmod }: Instruction["flags"], { settings }: Image): Copy {
  const words = text.split(/\s+/);
  const destination = words.at(-1) ?? "";
  const slash = destination.endsWith("/") ? "/" : "";
  return {
    sources: words.slice(0, -1),
    destination: `${resolve(settings.workdir ?? "/", destination)}${slash}`,
    ...(chmod !== undefined && { mode: Number.parseInt(chmod, 8) }),
  };
}
