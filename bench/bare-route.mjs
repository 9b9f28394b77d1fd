/** The least that a uWebSockets.js route can do: take the body of a POST, answer a constant. Prints its port. */
import * as uws from "uWebSockets.js";

const ANSWER = '{"body":{"negative":0.9965305324728679,"positive":0.0034694675271320754},"status":"ok"}\n';

uws
  .App()
  .post("/reg/", (res) => {
    let byteCount = 0;
    res.onAborted(() => {});
    res.onData((chunk, isLast) => {
      byteCount += chunk.byteLength;
      if (isLast) res.writeHeader("content-type", "application/json").end(byteCount > 0 ? ANSWER : "");
    });
  })
  .listen("127.0.0.1", 0, (socket) => console.log(uws.us_socket_local_port(socket)));
