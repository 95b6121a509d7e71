import assert from "node:assert/strict";
import { failure, EngineUnavailable } from "../../infra/preview/cli-engine.ts";
import { type Digest, fromDigest, stackOutputs } from "../../infra/preview/digest.ts";
import { Unusable } from "../../infra/preview/failure.ts";

const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const urn = (type: string, name: string) => `urn:pulumi:dev::taskflow::${type}::${name}`;
const stackUrn = urn("pulumi:pulumi:Stack", "taskflow-dev");
const password = urn("taskflow:x:C$random:index/randomPassword:RandomPassword", "pw");
const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "[secret]",
};

/** As the CLI printed it, without source positions. */
const digest: Digest = {
  steps: [
    {
      op: "create",
      newState: { urn: stackUrn, custom: false, type: "pulumi:pulumi:Stack" },
    },
    {
      op: "create",
      newState: {
        urn: urn("taskflow:x:C", "comp"),
        custom: false,
        type: "taskflow:x:C",
        parent: stackUrn,
      },
    },
    {
      op: "create",
      newState: {
        urn: urn("random:index/randomPassword:RandomPassword", "a::b"),
        custom: true,
        type: "random:index/randomPassword:RandomPassword",
        inputs: {
          keepers: { l: UNKNOWN_SENTINEL, s: "[secret]", t: secret },
          list: [secret],
          length: 5,
        },
        parent: urn("taskflow:x:C", "comp"),
        dependencies: [urn("t:t:T", "z")],
        provider: `${urn("pulumi:providers:random", "default_4_21_2")}::${UNKNOWN_SENTINEL}`,
        propertyDependencies: { keepers: [password], length: [] },
        additionalSecretOutputs: ["bcryptHash", "result"],
        protect: true,
        retainOnDelete: true,
        ignoreChanges: ["keepers"],
      },
    },
  ],
};

describe("the engine's digest as a document", () => {
  it("has resources, dependencies of both kinds, options, unknowns and secrets", () => {
    const document = fromDigest("dev", digest, {});
    assert.deepEqual(document.resources[2], {
      urn: urn("random:index/randomPassword:RandomPassword", "a::b"),
      type: "random:index/randomPassword:RandomPassword",
      name: "a::b",
      parent: urn("taskflow:x:C", "comp"),
      dependsOn: [urn("t:t:T", "z"), password].sort(),
      custom: true,
      provider: urn("pulumi:providers:random", "default_4_21_2"),
      inputs: {
        keepers: { l: "[unknown]", s: "[secret]", t: "[secret]" },
        list: ["[secret]"],
        length: 5,
      },
      unknownFrom: { keepers: [password] },
      options: {
        protect: true,
        retainOnDelete: true,
        ignoreChanges: ["keepers"],
        additionalSecretOutputs: ["bcryptHash", "result"],
      },
    });
    assert.ok(!("parent" in (document.resources[0] ?? {})));
    assert.deepEqual([document.summary.resources, document.summary.components], [1, 1]);
  });

  it("has what the update leaves: nothing deleted, and a replacement once", () => {
    const [, state] = digest.steps?.map(({ newState }) => newState) ?? [];
    assert.ok(state);
    const steps = ["create-replacement", "replace", "delete-replaced", "delete"].map((op) => ({
      op,
      newState: op === "delete" ? { ...state, urn: "urn:gone" } : state,
    }));
    assert.deepEqual(
      fromDigest("dev", { steps }, {}).resources.map((resource) => resource.urn),
      [state.urn],
    );
  });

  it("takes the stack's outputs from the last event about it", () => {
    const event = (type: string, outputs: object) =>
      JSON.stringify({ sequence: 1, resOutputsEvent: { metadata: { type, new: { outputs } } } });
    const log = [
      '{"diagnosticEvent":{"message":"\\"resOutputsEvent\\" of pulumi:pulumi:Stack"}}',
      event("pulumi:pulumi:Stack", {}),
      event("pulumi:pulumi:Stack", { url: "https://a", key: secret, ip: UNKNOWN_SENTINEL }),
      event("random:index/randomId:RandomId", { parent: "pulumi:pulumi:Stack" }),
      "",
    ].join("\n");
    assert.deepEqual(fromDigest("dev", {}, stackOutputs(log)).outputs, {
      url: "https://a",
      key: "[secret]",
      ip: "[unknown]",
    });
    assert.deepEqual(stackOutputs(""), {});
  });
});

describe("a preview that the engine ends early", () => {
  const ended = (message: string) =>
    failure(
      {
        diagnostics: [
          { severity: "warning", message: "w" },
          { severity: "error", message },
        ],
      },
      "",
    );

  it("for the configuration says what the program says", () => {
    const error = ended("error: bad configuration:\n  - taskflow:domain is missing\n");
    assert.ok(error instanceof Unusable && !(error instanceof EngineUnavailable));
    assert.equal(error.message, "bad configuration:\n  - taskflow:domain is missing");
  });

  it("for a missing plugin is the machine's fault", () => {
    assert.ok(
      ended("error: Could not automatically download and install resource plugin 'x'") instanceof
        EngineUnavailable,
    );
  });

  it("for an exception is a defect, with the program's stack trace and no colours", () => {
    const error = ended(
      "error: Running program 'index.ts' failed with an unhandled exception:\nError: bug\n    at \u001b[90mx\u001b[39m",
    );
    assert.ok(!(error instanceof Unusable));
    assert.match(error.stack ?? "", /Error: bug\n {4}at x$/);
  });

  it("says what the CLI says when it has no diagnostics", () => {
    assert.equal(failure({}, "error: something else\n").message, "something else");
  });
});
