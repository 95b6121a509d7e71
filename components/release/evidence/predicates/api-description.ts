import * as z from "zod/mini";
import { type Judgement, judgement, need } from "../need.ts";
import { words } from "../shape.ts";
import { numberOf } from "../version.ts";
import { quoted } from "../words.ts";
import { own } from "./own.ts";

export const API_DESCRIPTION = own("api-description");

/** What an OpenAPI document says about itself. */
export const apiDescription = z.object({
  /** Version of the specification: `3.1.0`. */
  openapi: words,
  /** `info.version` */
  version: words,
});

export type ApiDescription = z.infer<typeof apiDescription>;

export const apiNeed = need({
  name: "description of the API",
  predicateType: API_DESCRIPTION,
  schema: apiDescription,
  images: ["backend"],
  option: "--openapi OPENAPI.yaml",
  items: { "docs.4": (given, { version }) => ofVersion(given, version) },
});

function ofVersion({ openapi, version }: ApiDescription, released: string): Judgement {
  return judgement(`OpenAPI ${quoted(openapi)} of version ${version}`, [
    numberOf(version) !== numberOf(released) && {
      problem: `The API is described for version ${quoted(version)}, not for ${numberOf(released)}.`,
      fix: "Set `info.version`, after looking through what changed.",
    },
  ]);
}
