import { print } from "../command-line.ts";
import { EXIT } from "../preview/failure.ts";
import { help, parseArguments } from "./arguments.ts";
import { keygen } from "./keygen.ts";
import { make } from "./make.ts";
import { verify } from "./verify.ts";

/** Runs the command, and returns how the process should end. */
export async function run(line: readonly string[]): Promise<number> {
  const args = parseArguments(line);
  switch (args.command) {
    case "help":
      await print(help);
      return EXIT.fine;
    case "keygen":
      await print(keygen(args.out));
      return EXIT.fine;
    case "make":
      await print(make(args));
      return EXIT.fine;
    case "verify":
      return verify(args);
  }
}
