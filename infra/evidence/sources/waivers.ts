import * as z from "zod/mini";
import { type Waiver, waiver } from "../../../components/release/evidence/predicates/waiver.ts";
import { words } from "../../../components/release/evidence/shape.ts";
import { expect, readJson } from "../files.ts";

const list = z.array(z.extend(waiver, { id: words }));

/** Exceptions by id of the finding. */
export type Waivers = ReadonlyMap<string, Waiver>;

export function readWaivers(file: string | undefined): Waivers {
  if (file === undefined) return new Map();
  const waivers = expect(file, "list of waivers", list, readJson(file));
  return new Map(waivers.map(({ id, ...rest }) => [id, rest]));
}
