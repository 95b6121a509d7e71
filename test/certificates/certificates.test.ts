import assert from "node:assert/strict";
import { certificateSpec } from "../../components/certificates/certificate-spec.ts";
import { serviceNames } from "../../components/certificates/leaf.ts";

const leaf = {
  secretName: "postgres-tls",
  issuerName: "internal-ca",
  commonName: "postgres",
  usages: ["server auth"],
};

describe("certificates", () => {
  it("are requested in hours, with a new key at each renewal", () => {
    const spec = certificateSpec({ ...leaf, lifetime: { days: 90, renewDays: 30 } });
    assert.equal(spec.duration, "2160h0m0s");
    assert.equal(spec.renewBefore, "720h0m0s");
    assert.deepEqual(spec.privateKey, { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" });
    assert.ok(!("isCA" in spec));
  });

  it("of an authority keep their key, so that what it signed stays valid", () => {
    const spec = certificateSpec({
      ...leaf,
      authority: true,
      lifetime: { days: 3650, renewDays: 365 },
    });
    assert.equal(spec.isCA, true);
    assert.deepEqual(spec.privateKey, { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" });
  });

  for (const renewDays of [0, -1, 90, 91]) {
    it(`of 90 days cannot be renewed ${renewDays} days before expiry`, () => {
      assert.throws(
        () => certificateSpec({ ...leaf, lifetime: { days: 90, renewDays } }),
        /Certificate postgres: renewal .* Example: 90 and 30\./,
      );
    });
  }

  for (const renewDays of [1, 89]) {
    it(`of 90 days can be renewed ${renewDays} days before expiry`, () => {
      assert.equal(
        certificateSpec({ ...leaf, lifetime: { days: 90, renewDays } }).renewBefore,
        `${renewDays * 24}h0m0s`,
      );
    });
  }

  it("name a Service in all its forms but the cluster's own domain", () => {
    assert.deepEqual(serviceNames("postgres", "taskflow"), [
      "postgres",
      "postgres.taskflow",
      "postgres.taskflow.svc",
    ]);
  });
});
