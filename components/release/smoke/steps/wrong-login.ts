import { randomBytes } from "node:crypto";
import { enter } from "../api.ts";
import { refusedLogin } from "../refused-login.ts";
import { everywhere } from "../step.ts";

export const wrongLogin = everywhere({
  name: "wrong login",
  checklist: ["sec.11"],
  needs: ["login"],
  fix: "Take the release back: whoever knows an address may be able to log in.",
  run: async (context) => {
    const password = randomBytes(18).toString("base64url");
    refusedLogin(await enter(context, "login", { ...context.user, password }), 401);
  },
});
