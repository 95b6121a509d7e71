/* Writes the document of the faults again. */
import { writeFileSync } from "node:fs";
import { DOCUMENT, faultsDocument } from "./document.ts";
import { faults } from "./index.ts";

writeFileSync(DOCUMENT, faultsDocument(faults));
