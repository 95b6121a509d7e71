import { gatedProgram } from "./gated-program.ts";

/** What the engine runs. */
export default gatedProgram;
