import * as z from "zod/mini";
import type { Account } from "./accounts.ts";
import type { Session, SmokeContext, Task } from "./context.ts";
import type { Answered, Exchange, SmokeRequest } from "./exchange.ts";
import { StepFailure } from "./failure.ts";

const identified = z.object({ id: z.union([z.string(), z.number()]) });
const taskShape = z.extend(identified, {
  title: z.string(),
  status: z.string(),
  priority: z.string(),
});
const listShape = z.object({ tasks: z.array(taskShape) });
const sessionShape = z.object({ token: z.string().check(z.minLength(8)) });

/** What a call carries. */
export interface Call {
  readonly session?: Session;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; text as it is. */
  readonly body?: unknown;
}

/** Calls the API. The answer may be any. */
export function call(
  { client, target }: SmokeContext,
  method: string,
  path: string,
  { session, headers, body }: Call = {},
): Promise<Exchange> {
  const kind = path.startsWith("/api/auth/") ? "login" : "api";
  return client.send({
    method,
    url: new URL(path, target.api),
    kind,
    headers: {
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...(session && { Authorization: `Bearer ${session.token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

/**
 * The answer, which must have one of these statuses.
 *
 * @throws StepFailure when it has another, or when there is none.
 */
export function answered(exchange: Exchange, ...statuses: readonly number[]): Answered {
  const asked = nameOf(exchange.request);
  if (!hasAnswer(exchange)) {
    throw new StepFailure(`${asked}: ${exchange.problem ?? "No answer."}`, exchange);
  }
  const { status } = exchange.answer;
  if (!statuses.includes(status)) {
    throw new StepFailure(
      `${asked} was answered with ${status} instead of ${statuses.join(" or ")}.`,
      exchange,
    );
  }
  return exchange;
}

function hasAnswer(exchange: Exchange): exchange is Answered {
  return exchange.answer !== undefined;
}

/** `GET /api/tasks?status=done` */
export function nameOf({ method, url }: SmokeRequest): string {
  return `${method} ${url.pathname}${url.search}`;
}

/**
 * The body.
 *
 * @throws StepFailure when it is not of this shape.
 */
export function json<T>(schema: z.ZodMiniType<T>, exchange: Answered): T {
  const { body } = exchange.answer;
  try {
    return z.parse(schema, JSON.parse(body));
  } catch {
    throw new StepFailure(`${nameOf(exchange.request)} has a body of another shape.`, exchange);
  }
}

/** Creates a task and reads what the API says of it. */
export async function createTask(
  context: SmokeContext,
  session: Session,
  body: Readonly<Record<string, string>>,
): Promise<Task> {
  return task(answered(await call(context, "POST", "/api/tasks", { session, body }), 201));
}

/** A task as an answer shows it. */
export function task(exchange: Answered): Task {
  const { id, ...fields } = json(taskShape, exchange);
  return { id: String(id), ...fields };
}

/** Tasks that a session sees, of a query such as `?status=done`. */
export async function listTasks(
  context: SmokeContext,
  session: Session,
  query = "",
): Promise<{ readonly tasks: readonly Task[]; readonly exchange: Answered }> {
  const exchange = answered(await call(context, "GET", `/api/tasks${query}`, { session }), 200);
  const { tasks } = json(listShape, exchange);
  return { tasks: tasks.map(({ id, ...fields }) => ({ id: String(id), ...fields })), exchange };
}

/** Asks for a session. */
export function enter(
  context: SmokeContext,
  action: "register" | "login",
  { email, password }: Account,
): Promise<Exchange> {
  return call(context, "POST", `/api/auth/${action}`, { body: { email, password } });
}

/** Ends a session. */
export async function logout(context: SmokeContext, ended: Session): Promise<void> {
  answered(await call(context, "POST", "/api/auth/logout", { session: ended }), 200, 204);
}

/** The session that an answer begins. Its token is a secret from here on. */
export function session({ secrets }: SmokeContext, begunBy: Answered): Session {
  const { token } = json(sessionShape, begunBy);
  secrets.add("token of a session", token, begunBy);
  const [first = ""] = begunBy.answer.headers["set-cookie"] ?? [];
  const [cookie = ""] = first.split(";");
  const value = cookie.slice(cookie.indexOf("=") + 1);
  if (value.length >= 8 && value !== token) secrets.add("session cookie", value, begunBy);
  return { token, cookie, begunBy };
}

/** The session of a step before. */
export function required(session: Session | undefined): Session {
  if (!session)
    throw new Error("A step needs a session and does not name the step that begins it.");
  return session;
}
