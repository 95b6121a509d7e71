// What the engine runs. It requires the pack; what is imported from here is TypeScript, whose types Node strips itself.
module.exports = () => import("./pack/index.ts");
