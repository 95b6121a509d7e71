import assert from "node:assert/strict";
import { type Route, type RouteArgs, sites } from "../../components/edge/routes.ts";
import { args, monitoring } from "./support.ts";

function routes(changes: Partial<RouteArgs> = {}): readonly Route[] {
  return sites({ ...args, ...changes }).flatMap((site) => site.routes);
}

function route(id: Route["id"], changes: Partial<RouteArgs> = {}): Route {
  const found = routes(changes).find((candidate) => candidate.id === id);
  assert.ok(found, `no route ${id}`);
  return found;
}

describe("sites", () => {
  it("route the API and the health endpoint, and nothing else, to the backend", () => {
    const backend = routes().filter(({ target }) => target === args.backend);
    assert.deepEqual(
      backend.flatMap(({ paths }) => paths).map(({ kind, path }) => `${kind} ${path}`),
      ["prefix-any-case /api/auth", "prefix /api", "exact /health"],
    );
  });

  it("route everything else to the frontend, last", () => {
    const last = routes().at(-1);
    assert.equal(last?.target, args.frontend);
    assert.deepEqual(last.paths, [{ kind: "prefix", path: "/" }]);
  });

  it("limit logins more strictly, in whatever case the path is written", () => {
    const login = route("login");
    assert.deepEqual(
      login.rateLimits.map(({ name }) => name),
      ["rate-limit", "rate-limit-login"],
    );
    assert.equal(login.paths[0]?.kind, "prefix-any-case");
  });

  for (const id of ["login", "api", "pages"] as const) {
    it(`limit the rate of ${id}`, () => {
      assert.ok(route(id).rateLimits.some(({ name }) => name === "rate-limit"));
    });
  }

  it("limit the body of what the backend reads, 1 MiB unless told otherwise", () => {
    assert.equal(route("api").maxBodyBytes, 1_048_576);
    assert.equal(route("login").maxBodyBytes, 1_048_576);
    assert.equal(route("api", { maxBodyBytes: 5000 }).maxBodyBytes, 5000);
    assert.equal(route("pages").maxBodyBytes, undefined);
  });

  it("let other origins call the API only, and only when told", () => {
    const allowedOrigins = ["https://a.example.com"];
    assert.equal(route("api").cors, undefined);
    assert.deepEqual(route("api", { allowedOrigins }).cors?.origins, allowedOrigins);
    assert.deepEqual(route("login", { allowedOrigins }).cors?.origins, allowedOrigins);
    assert.equal(route("pages", { allowedOrigins }).cors, undefined);
  });

  it("have a route for static files only behind a CDN", () => {
    assert.equal(
      routes().some(({ id }) => id === "assets"),
      false,
    );
    const assets = route("assets", { cdn: { ranges: ["192.0.2.0/24"], assetMaxAgeSeconds: 90 } });
    assert.deepEqual(assets.paths, [{ kind: "prefix", path: "/assets" }]);
    assert.match(assets.headers.values["Cache-Control"] ?? "", /max-age=90,/);
  });

  it("are open to everybody unless told otherwise", () => {
    assert.deepEqual(sites(args)[0]?.sourceRanges, []);
    assert.deepEqual(sites({ ...args, sourceRanges: ["192.0.2.0/24"] })[0]?.sourceRanges, [
      "192.0.2.0/24",
    ]);
  });

  it("include a monitoring host only when told, for its own addresses", () => {
    assert.equal(sites(args).length, 1);
    const site = sites({ ...args, monitoring }).at(1);
    assert.deepEqual(site?.hosts, ["grafana.example.com"]);
    assert.deepEqual(site.sourceRanges, ["198.51.100.0/24"]);
    assert.equal(site.namespace, "monitoring");
    assert.equal(site.routes[0]?.target, monitoring.target);
  });
});
