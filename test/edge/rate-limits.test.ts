import assert from "node:assert/strict";
import { rateLimits } from "../../components/edge/rate-limits.ts";

describe("rateLimits", () => {
  it("refuses the eleventh attempt to log in within a minute unless told otherwise", () => {
    const login = rateLimits().login.find(({ name }) => name === "rate-limit-login");
    assert.deepEqual(login, { name: "rate-limit-login", requests: 10, per: "minute" });
  });

  it("counts a login for the global limit too", () => {
    const { all, login } = rateLimits({ global: { requests: 7, per: "second" } });
    assert.deepEqual(all, [{ name: "rate-limit", requests: 7, per: "second" }]);
    assert.deepEqual(login[0], all[0]);
  });

  it("takes each limit from the arguments", () => {
    const { all, login } = rateLimits({ login: { requests: 3, per: "hour" } });
    assert.deepEqual(login[1], { name: "rate-limit-login", requests: 3, per: "hour" });
    assert.deepEqual(all[0], { name: "rate-limit", requests: 100, per: "second" });
  });
});
