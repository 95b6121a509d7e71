import { ownImages } from "../../../components/kubernetes/images.ts";
import { problem } from "../problem.ts";
import { EXAMPLE_DIGEST } from "../schema/release.ts";
import { rule } from "./rule.ts";

/** Nobody publishes the images that are built from `images/`: each stack says where its own are. */
export const ownImagesNamed = rule(["images", "database"], ({ images, database }) =>
  ownImages
    .filter((name) => name !== "postgres" || database.type === "bundled")
    .filter((name) => !Object.hasOwn(images.overrides, name))
    .map((name) =>
      problem(
        ["images", "overrides", name],
        `is missing; the image is built from images/ and pushed to a registry of your own`,
        `registry.example.com/taskflow/${name}:1.0.0@${EXAMPLE_DIGEST}`,
      ),
    ),
);
