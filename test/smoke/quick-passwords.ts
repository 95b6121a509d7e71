import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";

const { scrypt } = crypto;

// Preloaded into backends that hundreds of logins are tried on: their cost is not what those are about.
const quick = (...[password, salt, length, , callback]: Parameters<typeof scrypt>) => {
  scrypt(password, salt, length, { N: 2 }, callback);
};
Object.assign(crypto, { scrypt: quick });
syncBuiltinESMExports();
