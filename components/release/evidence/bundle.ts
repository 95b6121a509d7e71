import { type Envelope, IN_TOTO, envelope, isSigned, payloadOf } from "./dsse.ts";
import type { Key } from "./keys.ts";
import { shape } from "./shape.ts";
import { type Statement, statement } from "./statement.ts";

/** A statement that somebody signed whom we trust. */
export interface Attestation {
  /** Line of the bundle, from 1. */
  readonly line: number;
  readonly statement: Statement;
  /** What was signed, byte by byte. */
  readonly payload: Buffer;
}

/** A line that proves nothing. */
export interface Rejection {
  readonly line: number;
  readonly problem: string;
  /** What it claims to be. Nobody vouches for it. */
  readonly claim?: Claim;
}

export interface Claim {
  readonly predicateType: string;
  readonly predicate: unknown;
  /** Absent where that cannot be read. */
  readonly subject?: Statement["subject"];
}

export interface Bundle {
  readonly attestations: readonly Attestation[];
  readonly rejections: readonly Rejection[];
}

/** Reads a bundle: one DSSE envelope a line. */
export function readBundle(text: string, keys: readonly Key[]): Bundle {
  const attestations: Attestation[] = [];
  const rejections: Rejection[] = [];
  for (const [index, content] of text.split("\n").entries()) {
    if (content.trim() === "") continue;
    const read = readLine(index + 1, content, keys);
    if ("statement" in read) attestations.push(read);
    else rejections.push(read);
  }
  return { attestations, rejections };
}

function readLine(line: number, content: string, keys: readonly Key[]): Attestation | Rejection {
  const sealed = shape(envelope, parse(content));
  if (!sealed.ok) return { line, problem: `is no DSSE envelope (${sealed.problems.join("; ")})` };
  const payload = payloadOf(sealed.value);
  const said = parse(payload.toString());
  const reject = (problem: string): Rejection => ({ line, problem, ...claimOf(said) });
  const problem = distrust(sealed.value, keys);
  if (problem !== undefined) return reject(problem);
  const read = shape(statement, said);
  if (!read.ok) return reject(`is no in-toto statement (${read.problems.join("; ")})`);
  return { line, statement: read.value, payload };
}

function distrust(sealed: Envelope, keys: readonly Key[]): string | undefined {
  if (sealed.payloadType !== IN_TOTO) return `has a payload of another type than ${IN_TOTO}`;
  if (!isSigned(sealed, keys)) return "is signed by none of the configured keys";
  return undefined;
}

function claimOf(content: unknown): Pick<Rejection, "claim"> {
  if (typeof content !== "object" || content === null) return {};
  const { predicateType, predicate, subject } = content as Record<string, unknown>;
  if (typeof predicateType !== "string") return {};
  const read = shape(statement.shape.subject, subject);
  return { claim: { predicateType, predicate, ...(read.ok && { subject: read.value }) } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
