import { text } from "node:stream/consumers";
import { connect } from "../kubernetes/connect.ts";
import { readPlace } from "../record/place.ts";
import { type Recorder, recorder } from "../record/recorder.ts";
import { gates } from "./index.ts";
import { runGate } from "./run.ts";

// main.ts [PLACE OF THE RECORD] GATE
const [name, place] = process.argv.slice(2).reverse();

process.exitCode = await runGate(
  gates,
  name,
  {
    input: () => text(process.stdin),
    output: (result) => process.stdout.write(result),
    errors: (line) => process.stderr.write(line),
  },
  place === undefined ? undefined : recorderAt(place),
);

function recorderAt(text: string): Recorder {
  const place = readPlace(text);
  return recorder(place, () => connect(place.context));
}
