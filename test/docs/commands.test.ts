import assert from "node:assert/strict";
import { blockCommandsIn, commandsIn } from "./commands.ts";

describe("commands in a document", () => {
  it("are those of blocks of shell, and of sentences", () => {
    const text = [
      "See `kubectl get pods` and `spec.replicas`.",
      "```sh",
      "npm run checklist -- \\",
      "  --stack production   # the whole of it",
      "cd elsewhere",
      "```",
      "   ```bash",
      "   kubectl get pods",
      "   ```",
      "```yaml",
      "kubectl: no command",
      "```",
    ].join("\n");
    assert.deepEqual(commandsIn(text), [
      "npm run checklist -- --stack production",
      "kubectl get pods",
    ]);
    assert.deepEqual(blockCommandsIn(text.replace("`kubectl get pods`", "`kubectl top pods`")), [
      "npm run checklist -- --stack production",
      "kubectl get pods",
    ]);
  });
});
