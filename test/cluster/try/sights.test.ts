import assert from "node:assert/strict";
import { sights } from "./sights.ts";

const seen = { by: "a driver", authority: "/somewhere/authority.crt" };

describe("what there is to look at", () => {
  it("is at the site's own address where its port is free", () => {
    const text = sights({ ...seen, port: 443 });
    assert.match(text, /^address +https:\/\/taskflow\.localhost$/m);
    assert.doesNotMatch(text, /is taken, so/);
  });

  it("is elsewhere where it is not, with what does not work there", () => {
    const text = sights({ ...seen, port: 8443 });
    assert.match(text, /^address +https:\/\/taskflow\.localhost:8443$/m);
    assert.match(text, /^Port 443 of this machine is taken/m);
  });
});
