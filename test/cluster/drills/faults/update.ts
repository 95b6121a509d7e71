/* Writes the document of the faults again. */
import { writeFileSync } from "node:fs";
import { DOCUMENT, faultsDocument } from "./document.ts";

writeFileSync(DOCUMENT, faultsDocument());
