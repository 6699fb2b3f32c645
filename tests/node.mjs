// Calls one function of a script for each list of arguments. Reads [script, function, lists] as JSON from standard
// input and writes what each call returned, or the name of the error that it threw.

import { text } from "node:stream/consumers";

const [script, name, lists] = JSON.parse(await text(process.stdin));
const call = (await import(`./${script}`))[name];
const answers = await Promise.all(lists.map(async (list) => {
  try {
    return await call(...list);
  } catch (error) {
    return error.name;
  }
}));
process.stdout.write(JSON.stringify(answers));
