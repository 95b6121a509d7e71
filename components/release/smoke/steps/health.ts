import { answered, call } from "../api.ts";
import { everywhere } from "../step.ts";

export const health = everywhere({
  name: "health",
  checklist: ["step5.1"],
  needs: ["reachable", "certificate"],
  fix: "Look into the backend's logs and at its pods.",
  run: async (context) => {
    answered(await call(context, "GET", "/health"), 200);
  },
});
