import { start } from "../start.ts";

await start(() => import("./command.ts"));
