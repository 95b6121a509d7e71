import { messageOf } from "../../components/release/evidence/words.ts";
import { type Connection, connect } from "../../components/release/kubernetes/connect.ts";
import { dora } from "../../components/release/record/dora.ts";
import { type Listed, listed } from "../../components/release/record/list.ts";
import { sign } from "../../components/release/record/sign.ts";
import { RecordStore } from "../../components/release/record/store.ts";
import { print } from "../command-line.ts";
import type { Settings } from "../config/index.ts";
import { settingsOf } from "../config/settings-of.ts";
import { EXIT, Unusable } from "../preview/failure.ts";
import { type ReleasesArguments, help, parseArguments } from "./arguments.ts";

/** Runs the command, and returns how the process should end. */
export async function run(line: readonly string[], root: string): Promise<number> {
  const args = parseArguments(line);
  if (args === "help") {
    await print(help);
    return EXIT.fine;
  }
  const settings = settingsOf(root, args.stack);
  const connection = await connected(settings);
  const store = new RecordStore(connection, settings.cluster.namespaces.application);
  const records = await listed(store);
  if (args.show === undefined) {
    await print(await renderAll(args, records));
    return EXIT.fine;
  }
  const record = find(records, args.show);
  if (args.sign) {
    const signature = await sign(connection, store, record, args.sign);
    await print(
      await renderOne(args, { ...record, signatures: [...record.signatures, signature] }, settings),
    );
    return EXIT.fine;
  }
  await print(await renderOne(args, record, settings));
  return EXIT.fine;
}

async function connected({ cluster }: Settings): Promise<Connection> {
  try {
    return await connect(cluster.context);
  } catch (error) {
    throw new Unusable(messageOf(error));
  }
}

/** @throws Unusable where there is none. */
function find(records: readonly Listed[], wanted: string): Listed {
  const found = records.findLast(({ id, version }) => id === wanted || version === wanted);
  if (found) return found;
  const known = records.slice(-5).map(({ id, version }) => `${id} (${version})`);
  throw new Unusable(
    `there is no record ${wanted}; the newest are: ${known.reverse().join(", ") || "none"}`,
  );
}

async function renderAll(
  { format, stack, days }: ReleasesArguments,
  records: readonly Listed[],
): Promise<string> {
  const figures = dora(records, days, new Date());
  switch (format) {
    case "json":
      return `${JSON.stringify({ stack, records, dora: figures }, null, 2)}\n`;
    case "markdown":
      return (await import("./markdown.ts")).renderList(stack, records, figures);
    case "html":
      return (await import("./html.ts")).renderList(stack, records, figures);
    case "text":
      return (await import("./text.ts")).renderList(records, figures);
  }
}

async function renderOne(
  { format, stack }: ReleasesArguments,
  record: Listed,
  settings: Settings,
): Promise<string> {
  const { form } = await import("./form.ts");
  const shown = form(stack, record, settings.contacts);
  switch (format) {
    case "json":
      return `${JSON.stringify(record, null, 2)}\n`;
    case "markdown":
      return (await import("./markdown.ts")).renderForm(shown);
    case "html":
      return (await import("./html.ts")).renderForm(shown);
    case "text":
      return (await import("./text.ts")).renderForm(shown);
  }
}
