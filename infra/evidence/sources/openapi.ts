import { parse } from "yaml";
import * as z from "zod/mini";
import { messageOf } from "../../../components/release/evidence/words.ts";
import type { ApiDescription } from "../../../components/release/evidence/predicates/api-description.ts";
import { words } from "../../../components/release/evidence/shape.ts";
import { Unusable } from "../../preview/failure.ts";
import { expect, readText } from "../files.ts";

const schema = z.object({ openapi: words, info: z.object({ version: words }) });

/** Version of an API, from its OpenAPI document. */
export function apiDescription(file: string): ApiDescription {
  const text = readText(file);
  let document: unknown;
  try {
    // Of which JSON is a part.
    document = parse(text);
  } catch (error) {
    throw new Unusable(`${file}: is no YAML: ${messageOf(error)}`);
  }
  const { openapi, info } = expect(file, "OpenAPI document", schema, document);
  return { openapi, version: info.version };
}
