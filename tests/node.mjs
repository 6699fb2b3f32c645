// Calls functions of scripts. Reads a line of JSON a call from standard input, [script, function, lists of arguments],
// and writes a line with what each list returned, or the name of the error that it threw.

import { createInterface } from "node:readline";

for await (const line of createInterface({ input: process.stdin })) {
  const [script, name, lists] = JSON.parse(line);
  const call = (await import(`./${script}`))[name];
  const answers = await Promise.all(lists.map(async (list) => {
    try {
      return await call(...list);
    } catch (error) {
      return error.name;
    }
  }));
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
