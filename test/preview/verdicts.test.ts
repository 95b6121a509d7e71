import assert from "node:assert/strict";
import { NO_POLICIES, type PolicyReport } from "../../infra/preview/document.ts";
import { renderVerdicts } from "../../infra/preview/verdicts.ts";
import { violation } from "./documents.ts";

const verdicts = (policies: Partial<PolicyReport>) =>
  renderVerdicts({ policies: { ...NO_POLICIES, evaluated: 9, ...policies } });

describe("verdicts in a preview", () => {
  it("say that no policy was evaluated, or that none is violated", () => {
    assert.equal(verdicts({ evaluated: 0 }), "0 policies evaluated");
    assert.equal(verdicts({}), "9 policies evaluated: no violation");
  });

  it("are grouped by rule, mandatory ones first, then by severity", () => {
    const text = verdicts({
      violations: [
        violation({ policy: "labels", level: "advisory", severity: "critical", message: "one" }),
        violation({ policy: "digests", message: "two" }),
        violation({ policy: "root", severity: "critical", message: "three", path: "" }),
        violation({ policy: "digests", message: "four" }),
      ],
    });
    assert.equal(
      text,
      [
        "9 policies evaluated: 3 mandatory, 1 advisory violation",
        "  critical, mandatory: root",
        "    three",
        "      Pod web",
        "  high, mandatory: digests",
        "    two",
        "      spec.containers[0].image of Pod web",
        "    four",
        "      spec.containers[0].image of Pod web",
        "  critical, advisory: labels",
        "    one",
        "      spec.containers[0].image of Pod web",
      ].join("\n"),
    );
  });

  it("name the line that declares the resource", () => {
    const source = { file: "components/web/backend.ts", line: 72 };
    assert.match(
      verdicts({ violations: [violation({ source })] }),
      /image of Pod web, declared in components\/web\/backend\.ts:72$/,
    );
  });

  it("tell who answers for what is waived, and until when", () => {
    const waiver = { reason: "Reads /proc of its host.", by: "Robin", until: "2027-06-30" };
    assert.equal(
      verdicts({ waived: [{ ...violation(), waiver }] }),
      [
        "9 policies evaluated: no violation, 1 waived",
        "  waived",
        "    digests: Robin, until 2027-06-30: Reads /proc of its host.",
        "      spec.containers[0].image of Pod web",
      ].join("\n"),
    );
  });

  it("count what the update decides, with each value once", () => {
    const { urn, path } = violation();
    assert.equal(
      verdicts({
        undecided: [
          { policy: "digests", urn, path },
          { policy: "tags", urn, path },
          { policy: "tags", urn, path: "metadata.name" },
        ],
      }),
      [
        "9 policies evaluated: no violation, 3 decided by the update",
        "  decided by the update",
        "    Pod web: spec.containers[0].image (2 policies)",
        "    Pod web: metadata.name (1 policy)",
      ].join("\n"),
    );
  });
});
